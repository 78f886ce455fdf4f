package io.lockstep.simulation.check.queue;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A request gets one QUEUED push, before its answer, with a position that it had in the queue. Only numbered requests
 * are judged: without a number the push does not tell which request it concerns.
 */
public final class PositionCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("QUEUED");
    }

    /** A request number on one connection. A client may send the same number again before the answer. */
    private record Numbered(Contact contact, long number) {}

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<String, Long> firstAsked = new HashMap<>();
        Map<Numbered, Integer> pushesLeft = new LinkedHashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            long number = call.ask().number("req");
            if (call.ask().verb() != Verb.LOCK || number == 0) {
                continue;
            }
            // A retry gets the position as of the leader's map at that time.
            long fromMicros = firstAsked.merge(call.scope() + "/" + number, call.askedMicros(), Math::min);
            // The push does not tell which copy of the request it is about.
            pushesLeft.merge(
                    new Numbered(call.contact(), number), 1 - call.queued().size(), Integer::sum);
            if (call.queued().isEmpty()) {
                continue;
            }
            verdict.judged("QUEUED");
            checkPositions(call, fromMicros, evidence.log(), verdict);
        }
        pushesLeft.forEach((numbered, left) -> {
            if (left < 0) {
                verdict.breach("got QUEUED twice: req=" + numbered.number() + " of " + numbered.contact());
            }
        });
    }

    private static void checkPositions(ClientCall call, long fromMicros, LogReading log, CheckVerdict verdict) {
        for (ServerLine push : call.queued()) {
            long pos = push.number("pos", 0);
            boolean had = log.wasSo(
                    fromMicros,
                    call.answeredMicros(),
                    place -> log.waitsOf(call).stream()
                            .anyMatch(wait -> wait.standsAt(place) && furthest(wait, place, log) == pos));
            if (!had) {
                verdict.breach("never had position " + pos + ": " + call + "; queued: " + log.waitsOf(call));
            }
        }
    }

    private static long furthest(LoggedWait wait, long place, LogReading log) {
        return wait.names.stream()
                .mapToLong(name -> log.queueAt(name, place).indexOf(wait) + 1)
                .max()
                .orElse(0);
    }
}
