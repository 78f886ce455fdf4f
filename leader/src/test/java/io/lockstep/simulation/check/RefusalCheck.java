package io.lockstep.simulation.check;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.simulation.client.Call;
import java.util.List;
import java.util.function.Consumer;

/**
 * Refusals are linearizable: between the request, or its first copy, and the answer there was a moment at which it was so
 * in the log.
 */
public final class RefusalCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        for (Call call : evidence.history().calls()) {
            ErrorCode code = call.error();
            if (code != null && call.ask().changesLocks()) {
                long fromMicros = firstAsked(call, evidence);
                if (!wasSo(code, call, fromMicros, evidence.log())) {
                    breach.accept(
                            "was not so at any moment from " + fromMicros + " on: " + call + "; the lock's owners: "
                                    + evidence.log().ownerships(call.ask().name()));
                }
            }
        }
    }

    private static long firstAsked(Call call, Evidence evidence) {
        long fromMicros = call.askedMicros();
        long request = call.ask().number("req");
        if (request > 0) {
            for (Call copy : evidence.history().calls()) {
                if (copy.askedMicros() >= fromMicros) {
                    break;
                }
                if (copy.ask().changesLocks()
                        && copy.ask().number("req") == request
                        && copy.scope().equals(call.scope())) {
                    fromMicros = copy.askedMicros();
                }
            }
        }
        return fromMicros;
    }

    private static boolean wasSo(ErrorCode code, Call call, long fromMicros, LogReading log) {
        return switch (code) {
            case HELD, NOT_OWNER -> {
                Ownership named = log.withToken(call.token());
                yield named != null
                        && named.name.equals(call.ask().name())
                        && !isOf(call, named, log)
                        && named.standsWithin(fromMicros, call.answeredMicros());
            }
            case ALREADY, STALE_TOKEN -> {
                Ownership named = log.withToken(call.token());
                yield named != null
                        && named.name.equals(call.reply().value())
                        && isOf(call, named, log)
                        && named.standsWithin(fromMicros, call.answeredMicros());
            }
            case NOT_HELD -> wasFree(log.ownerships(call.ask().name()), fromMicros, call.answeredMicros());
            default -> true;
        };
    }

    private static boolean wasFree(List<Ownership> ownerships, long fromMicros, long toMicros) {
        long freeFromMicros = 0;
        for (Ownership ownership : ownerships) {
            if (freeFromMicros <= toMicros && ownership.begin.micros() >= fromMicros) {
                return true;
            }
            freeFromMicros = ownership.end().micros();
        }
        return freeFromMicros <= toMicros;
    }

    private static boolean isOf(Call call, Ownership ownership, LogReading log) {
        return call.session() != 0
                ? call.session() == ownership.session
                : log.sessionsFrom(call.contact().address()).stream()
                        .anyMatch(session -> session.number == ownership.session);
    }
}
