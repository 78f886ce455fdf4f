package io.lockstep.simulation.check;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One owner for each lock at a time. Whoever was told that it has a lock may rely on it until it asks to release it, or
 * until its lease, as far as it was told, has run out: in that time nobody else is told the same.
 */
public final class OwnerCheck implements Check {

    /** A client's certainty that it owns a lock. */
    private record Certainty(Call grant, long untilMicros) {}

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        Map<String, List<Call>> bySession = new HashMap<>();
        for (Call call : evidence.history().calls()) {
            bySession.computeIfAbsent(call.scope(), scope -> new ArrayList<>()).add(call);
        }
        Map<String, List<Certainty>> byName = new HashMap<>();
        for (Call call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.LOCK && call.session() != 0) {
                long untilMicros = certainUntil(call, evidence, bySession.get(call.scope()));
                byName.computeIfAbsent(call.ask().name(), name -> new ArrayList<>())
                        .add(new Certainty(call, untilMicros));
            }
        }
        for (Call call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.LOCK) {
                for (Certainty certainty : byName.getOrDefault(call.ask().name(), List.of())) {
                    if (!certainty.grant.scope().equals(call.scope())
                            && certainty.grant.token() < call.token()
                            && call.answeredMicros() < certainty.untilMicros) {
                        breach.accept("two owners at once: " + certainty.grant + " may be relied on until "
                                + certainty.untilMicros + ", but " + call);
                    }
                }
            }
        }
    }

    private static long certainUntil(Call grant, Evidence evidence, List<Call> ofSession) {
        long leaseMicros = 0;
        for (Call hello : evidence.history().calls()) {
            if (hello.isOk()
                    && hello.ask().verb() == Verb.HELLO
                    && hello.reply().number("session", 0) == grant.session()) {
                leaseMicros = Math.max(leaseMicros, hello.askedMicros() + ttlMicros(grant, evidence));
            }
        }
        // A copy of an old request gets the old answer, of which the client has seen the end.
        long firstAskedMicros = ofSession.stream()
                .filter(call -> call.ask().equals(grant.ask()))
                .mapToLong(Call::askedMicros)
                .min()
                .orElseThrow();
        long endsMicros = Long.MAX_VALUE;
        for (Call call : ofSession) {
            long renewedMillis = Lease.renewedMillis(call);
            if (renewedMillis >= 0) {
                leaseMicros =
                        Math.max(leaseMicros, call.askedMicros() - renewedMillis * 1_000 + ttlMicros(grant, evidence));
            }
            boolean ends = call.ask().verb() == Verb.QUIT
                    || (call.ask().verb() == Verb.RELEASE
                            && call.ask().name().equals(grant.ask().name()));
            // A copy of an older release, or one without an answer, may be the one that ends it.
            if (ends && call.answeredMicros() > firstAskedMicros) {
                endsMicros = Math.min(endsMicros, call.askedMicros());
            }
        }
        return Math.min(leaseMicros, endsMicros);
    }

    private static long ttlMicros(Call call, Evidence evidence) {
        LoggedSession session = evidence.log().session(call.session());
        return session == null ? 0 : session.ttlMillis * 1_000;
    }
}
