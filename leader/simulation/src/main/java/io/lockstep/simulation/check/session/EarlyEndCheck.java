package io.lockstep.simulation.check.session;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No session expires too early. A session opened with HELLO lives for one TTL from
 *
 * <ul>
 *   <li>the sending of a HELLO that was answered OK,
 *   <li>the newest confirmed renewal that a PONG reported,
 *   <li>every line that arrived in time on its newest connection, if the server that took it led or had an open
 *       channel to the leader and nothing was disturbed for the next {@value #REPORT_MILLIS} ms, in which servers
 *       report to the leader.
 * </ul>
 *
 * A session that ends with its connection does not expire while the connection is open and nothing was disturbed for
 * a TTL and {@value #REPORT_MILLIS} ms.
 */
public final class EarlyEndCheck implements Check {

    /** Without disturbance the leader learns of a line within this time, whichever server took it. */
    static final long REPORT_MILLIS = 450;

    /**
     * Extends the session to one TTL after {@code atMicros}; if not {@code certain}, only if it was alive until then.
     */
    private record Renewal(long atMicros, boolean certain) {}

    @Override
    public Set<String> subjects() {
        return Set.of("a lease", "a lease of a connection", "a renewal", "a line");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<Long, List<Renewal>> renewals = renewals(evidence, verdict);
        for (LoggedSession session : evidence.log().sessions()) {
            if (session.how() != Ownership.End.SESSION_EXPIRED) {
                continue;
            }
            if (session.resumable) {
                verdict.judged("a lease");
                examine(session, renewals.getOrDefault(session.number, List.of()), verdict);
            } else {
                examineConnection(session, evidence, verdict);
            }
        }
    }

    private static void examine(LoggedSession session, List<Renewal> renewals, CheckVerdict verdict) {
        List<Renewal> inOrder = new ArrayList<>(renewals);
        inOrder.sort(Comparator.comparingLong(Renewal::atMicros));
        long ttlMicros = session.ttlMillis * 1_000;
        long endsMicros = session.end().micros();
        long livesUntilMicros = 0;
        for (Renewal renewal : inOrder) {
            if (renewal.certain || renewal.atMicros <= livesUntilMicros) {
                livesUntilMicros = Math.max(livesUntilMicros, renewal.atMicros + ttlMicros);
            }
            if (renewal.atMicros > endsMicros) {
                break;
            }
        }
        if (endsMicros < livesUntilMicros) {
            verdict.breach("session " + session.number + " with a TTL of " + session.ttlMillis + " ms expired at "
                    + endsMicros + ", but its lease lasts until " + livesUntilMicros);
        }
    }

    private static void examineConnection(LoggedSession session, Evidence evidence, CheckVerdict verdict) {
        long endsMicros = session.end().micros();
        long wellMicros = (session.ttlMillis + REPORT_MILLIS) * 1_000;
        for (Contact contact : evidence.history().contacts()) {
            if (!contact.address().equals(session.addresses().get(0))
                    || !evidence.disturbances().isCalm(endsMicros - wellMicros, endsMicros)) {
                continue;
            }
            verdict.judged("a lease of a connection");
            if (contact.closedMicros() > endsMicros) {
                verdict.breach("session " + session.number + " expired while its connection was open: " + contact);
            }
        }
    }

    private static Map<Long, List<Renewal>> renewals(Evidence evidence, CheckVerdict verdict) {
        Map<Long, List<Renewal>> renewals = new HashMap<>();
        Map<String, ClientCall> helloByAddress = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.HELLO) {
                helloByAddress.put(call.contact().address(), call);
                add(renewals, call.reply().number("session", 0), new Renewal(call.askedMicros(), true));
            } else if (call.renewedMillis() >= 0) {
                verdict.judged("a renewal");
                long renewedMicros = call.askedMicros() - call.renewedMillis() * 1_000;
                add(renewals, call.session(), new Renewal(renewedMicros, true));
            }
        }
        for (Evidence.LineTaken line : evidence.lines()) {
            ClientCall hello = helloByAddress.get(line.address());
            LoggedSession session =
                    hello == null ? null : evidence.log().session(hello.reply().number("session", 0));
            if (session != null
                    && line.atMicros() > hello.answeredMicros()
                    && session.isConnectedFrom(line.address(), line.atMicros())
                    && line.leaderInReach()
                    && evidence.disturbances().isCalm(line.atMicros(), line.atMicros() + REPORT_MILLIS * 1_000)) {
                verdict.judged("a line");
                add(renewals, session.number, new Renewal(line.atMicros(), false));
            }
        }
        return renewals;
    }

    private static void add(Map<Long, List<Renewal>> renewals, long session, Renewal renewal) {
        renewals.computeIfAbsent(session, any -> new ArrayList<>()).add(renewal);
    }
}
