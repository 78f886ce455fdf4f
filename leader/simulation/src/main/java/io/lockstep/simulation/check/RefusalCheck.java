package io.lockstep.simulation.check;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Refusals are linearizable: between the request, or its first copy, and the answer there was a moment at which it was so
 * in the log: somebody in the way, and whoever is named holding the lock, or the circle closed.
 */
public final class RefusalCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        for (Call call : evidence.history().calls()) {
            ErrorCode code = call.error();
            if (code != null && call.ask().changesLocks()) {
                LongPredicate reason = reason(code, call, evidence.log());
                long fromMicros = firstAsked(call, evidence);
                if (reason != null && !evidence.log().wasSo(fromMicros, call.answeredMicros(), reason)) {
                    breach.accept(
                            "was not so at any moment from " + fromMicros + " on: " + call + "; the lock's owners: "
                                    + evidence.log().ownerships(call.reply().value()) + " and its line: "
                                    + evidence.log().waits(call.reply().value()));
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

    /** What must have been so behind some command of the log; null where the code says nothing of locks. */
    private static @Nullable LongPredicate reason(ErrorCode code, Call call, LogReading log) {
        String name = call.reply().value();
        Ownership named = log.withToken(call.token(), name);
        return switch (code) {
            case HELD ->
                call.token() == 0
                        ? place -> isInTheWay(call, name, place, log)
                                && log.holdersAt(name, place).isEmpty()
                        : place -> isInTheWay(call, name, place, log) && isOldest(named, place, log);
            case DELAYED ->
                place -> isInTheWay(call, name, place, log)
                        && log.isBlockedAt(name, place)
                        && log.holdersAt(name, place).isEmpty();
            case NOT_OWNER ->
                place -> isOldest(named, place, log)
                        && call.ask().values().contains(name)
                        && log.holdersAt(name, place).stream().noneMatch(each -> log.isOf(call, each.session));
            case ALREADY ->
                call.token() == 0
                        ? place -> log.lineAt(name, place).stream().anyMatch(each -> log.isOf(call, each.session))
                        : place -> isStanding(named, place) && log.isOf(call, named.session);
            case STALE_TOKEN ->
                place -> call.ask().verb() == Verb.FORCE
                        ? isOldest(named, place, log)
                                && log.holdersAt(name, place).stream()
                                        .noneMatch(
                                                each -> each.token == call.ask().number("token"))
                        : isStanding(named, place) && log.isOf(call, named.session);
            case NOT_HELD ->
                place -> call.ask().values().contains(name)
                        && log.holdersAt(name, place).isEmpty();
            case MODE -> place -> call.ask().values().contains(name) && disagrees(call, name, place, log);
            case DEADLOCK -> place -> Circle.of(call.reply().option("cycle")).isClosedAt(place, call, log);
            default -> null;
        };
    }

    private static boolean isStanding(@Nullable Ownership named, long place) {
        return named != null && named.standsAtPlace(place);
    }

    private static boolean isOldest(@Nullable Ownership named, long place, LogReading log) {
        return named != null && log.holdersAt(named.name, place).indexOf(named) == 0;
    }

    /** Whether a LOCK that does not wait cannot have this lock: there is a line, or no room. */
    private static boolean isInTheWay(Call call, String name, long place, LogReading log) {
        List<Ownership> holders = log.holdersAt(name, place);
        LockMode mode = call.ask().mode();
        boolean room = !log.isBlockedAt(name, place)
                && holders.size() < mode.holdersMax()
                && holders.stream().allMatch(each -> each.mode.equals(mode));
        return call.ask().values().contains(name)
                && !(room && log.lineAt(name, place).isEmpty());
    }

    private static boolean disagrees(Call call, String name, long place, LogReading log) {
        LockMode mode = call.ask().mode();
        return log.holdersAt(name, place).stream().anyMatch(each -> disagree(each.mode, mode))
                || log.lineAt(name, place).stream().anyMatch(each -> disagree(each.mode, mode));
    }

    private static boolean disagree(LockMode one, LockMode other) {
        return !one.equals(other) && (one.isSemaphore() || other.isSemaphore());
    }
}
