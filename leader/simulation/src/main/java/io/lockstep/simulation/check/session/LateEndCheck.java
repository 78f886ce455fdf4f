package io.lockstep.simulation.check.session;

import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.client.Contact;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A session without renewals ends. Judged from when no fault occurs and all servers have one leader: within one TTL,
 * since a new leader grants one full TTL, and one second for the leader to notice.
 */
public final class LateEndCheck implements Check {

    /** A session lives no longer than this beyond its TTL. */
    static final long GRACE_MILLIS = 1_000;

    /** A server notices within this time that a client has left its connection. */
    static final long UNNOTICED_MILLIS_MAX = 6_500;

    @Override
    public Set<String> subjects() {
        return Set.of("a silent session");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<String, Long> heardMicros = new HashMap<>();
        evidence.lines().forEach(line -> heardMicros.put(line.address(), line.atMicros()));
        Map<String, Contact> contacts = new HashMap<>();
        evidence.history().contacts().forEach(contact -> contacts.put(contact.address(), contact));
        for (LoggedSession session : evidence.log().sessions()) {
            if (session.isOfGrant()) {
                continue;
            }
            long silentMicros =
                    Math.max(evidence.quietFromMicros(), session.lastTakenUp().micros());
            for (String address : session.addresses()) {
                silentMicros = Math.max(silentMicros, heardMicros.getOrDefault(address, 0L));
                Contact contact = contacts.get(address);
                if (!session.resumable && contact != null) {
                    silentMicros = Math.max(silentMicros, noticed(contact));
                }
            }
            long latestMicros = silentMicros + (session.ttlMillis + GRACE_MILLIS) * 1_000;
            if (latestMicros >= evidence.endMicros() || session.end().micros() <= silentMicros) {
                continue;
            }
            verdict.judged("a silent session");
            if (session.end().micros() > latestMicros) {
                verdict.breach("session " + session.number + " with a TTL of " + session.ttlMillis
                        + " ms got no renewal from " + silentMicros + " on and ends at " + session.end());
            }
        }
    }

    private static long noticed(Contact contact) {
        return contact.isClosed() ? contact.closedMicros() + UNNOTICED_MILLIS_MAX * 1_000 : Long.MAX_VALUE / 2;
    }
}
