package io.lockstep.simulation.check.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A lock never has more owners than its mode allows: one exclusive, any number shared, or N of a semaphore. A client
 * that was told that it holds a lock may rely on it until it asks to release it, an operator asks to break it, its user
 * is removed, or its lease expires, as far as the client knows it. In that time no other client gets a conflicting
 * grant.
 */
public final class OwnerCheck implements Check {

    /** The time during which a client may be certain that it owns a lock. */
    private record Certainty(ClientCall grant, long untilMicros) {}

    @Override
    public Set<String> subjects() {
        return Set.of("an earlier owner", "shared owners", "semaphore owners");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<String, List<ClientCall>> bySession = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            bySession.computeIfAbsent(call.scope(), scope -> new ArrayList<>()).add(call);
        }
        Map<Long, Long> brokenMicros = new HashMap<>();
        Map<String, List<Certainty>> byName = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.ask().verb() == Verb.FORCE) {
                brokenMicros.merge(call.ask().number("token"), call.askedMicros(), Math::min);
            }
        }
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().asksForLease()) {
                long untilMicros = Math.min(
                        LeaseCheck.certainUntilMicros(call, evidence),
                        brokenMicros.getOrDefault(call.token(), Long.MAX_VALUE));
                byName.computeIfAbsent(call.ask().name(), any -> new ArrayList<>())
                        .add(new Certainty(call, untilMicros));
            } else if (call.isOk() && call.ask().verb() == Verb.LOCK && call.session() != 0) {
                for (String name : call.ask().values()) {
                    long untilMicros = Math.min(
                            certainUntil(call, name, evidence, bySession.get(call.scope())),
                            brokenMicros.getOrDefault(call.token(), Long.MAX_VALUE));
                    byName.computeIfAbsent(name, any -> new ArrayList<>()).add(new Certainty(call, untilMicros));
                }
            }
        }
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.LOCK) {
                for (String name : call.ask().values()) {
                    examine(call, byName.getOrDefault(name, List.of()), verdict);
                }
            }
        }
    }

    private static void examine(ClientCall call, List<Certainty> certainties, CheckVerdict verdict) {
        LockMode mode = call.ask().mode();
        Map<Long, Certainty> together = new HashMap<>();
        for (Certainty certainty : certainties) {
            boolean isItsOwn = certainty.grant.scope().equals(call.scope())
                    && !certainty.grant.ask().asksForLease()
                    && !call.ask().asksForLease();
            if (isItsOwn || certainty.grant.token() >= call.token()) {
                continue;
            }
            verdict.judged("an earlier owner");
            if (call.answeredMicros() < certainty.untilMicros) {
                verdict.judged(mode.isSemaphore() ? "semaphore owners" : "shared owners");
                together.put(certainty.grant.token(), certainty);
                if (!certainty.grant.ask().mode().equals(mode) || together.size() >= mode.holdersMax()) {
                    verdict.breach((mode.holdersMax() == 1 ? "two owners at once: " : "too many owners at once: ")
                            + certainty.grant + " is certain until " + certainty.untilMicros + ", but " + call);
                    return;
                }
            }
        }
    }

    private static long certainUntil(ClientCall grant, String name, Evidence evidence, List<ClientCall> ofSession) {
        long leaseMicros = 0;
        for (ClientCall hello : evidence.history().calls()) {
            if (hello.isOk()
                    && hello.ask().verb() == Verb.HELLO
                    && hello.reply().number("session", 0) == grant.session()) {
                leaseMicros = Math.max(leaseMicros, hello.askedMicros() + ttlMicros(grant, evidence));
            }
        }
        // The retry of an old request gets the old answer, for a grant that the client has seen end.
        long firstAskedMicros = ofSession.stream()
                .filter(call -> call.ask().equals(grant.ask()))
                .mapToLong(ClientCall::askedMicros)
                .min()
                .orElseThrow();
        long endsMicros = Long.MAX_VALUE;
        for (ClientCall call : ofSession) {
            long renewedMillis = call.renewedMillis();
            if (renewedMillis >= 0) {
                leaseMicros =
                        Math.max(leaseMicros, call.askedMicros() - renewedMillis * 1_000 + ttlMicros(grant, evidence));
            }
            boolean ends = call.ask().verb() == Verb.QUIT
                    || (call.ask().verb() == Verb.RELEASE && call.ask().values().contains(name));
            // The retry of an older release, or of an unanswered one, may end the grant.
            if (ends && call.answeredMicros() > firstAskedMicros) {
                endsMicros = Math.min(endsMicros, call.askedMicros());
            }
        }
        return Math.min(Math.min(leaseMicros, endsMicros), brokenMicros(grant, evidence));
    }

    /** Returns when the session was ended by force, since its user was removed. */
    private static long brokenMicros(ClientCall grant, Evidence evidence) {
        LoggedSession session = evidence.log().session(grant.session());
        return session != null && session.how() == Ownership.End.FORCED
                ? session.end().micros()
                : Long.MAX_VALUE;
    }

    private static long ttlMicros(ClientCall call, Evidence evidence) {
        LoggedSession session = evidence.log().session(call.session());
        return session == null ? 0 : session.ttlMillis * 1_000;
    }
}
