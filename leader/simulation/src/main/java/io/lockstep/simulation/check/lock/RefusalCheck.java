package io.lockstep.simulation.check.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Refusals are linearizable: at some moment between the first sending of the request and its answer the reason was true
 * in the log. Another session was in the way, the named owner held the lock, or the cycle was closed.
 */
public final class RefusalCheck implements Check {

    private static final Set<String> SUBJECTS = Set.of(
            "HELD",
            "HELD without a holder",
            "DELAYED",
            "NOT_OWNER",
            "ALREADY",
            "ALREADY in the queue",
            "STALE_TOKEN",
            "STALE_TOKEN of a FORCE",
            "NOT_HELD",
            "MODE",
            "DEADLOCK");

    @Override
    public Set<String> subjects() {
        return SUBJECTS;
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (ClientCall call : evidence.history().calls()) {
            ErrorCode code = call.error();
            if (code != null && call.ask().changesLocks()) {
                LongPredicate reason = reason(code, call, evidence.log());
                if (reason == null) {
                    continue;
                }
                verdict.judged(subject(code, call));
                long fromMicros = evidence.history().firstAskedMicros(call);
                if (!evidence.log().wasSo(fromMicros, call.answeredMicros(), reason)) {
                    verdict.breach("the reason of the refusal never held from " + fromMicros + " on: " + call
                            + "; the lock's owners: "
                            + evidence.log().ownerships(call.reply().value()) + " and its queue: "
                            + evidence.log().waits(call.reply().value()));
                }
            }
        }
    }

    private static String subject(ErrorCode code, ClientCall call) {
        return switch (code) {
            case HELD -> call.token() == 0 ? "HELD without a holder" : "HELD";
            case ALREADY -> call.token() == 0 ? "ALREADY in the queue" : "ALREADY";
            case STALE_TOKEN -> call.ask().verb() == Verb.FORCE ? "STALE_TOKEN of a FORCE" : "STALE_TOKEN";
            default -> code.name();
        };
    }

    /** Returns what must have been true after some command of the log; null if the code says nothing about locks. */
    private static @Nullable LongPredicate reason(ErrorCode code, ClientCall call, LogReading log) {
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
                        && log.holdersAt(name, place).stream()
                                .noneMatch(each -> call.ask().options().containsKey("key")
                                        ? LeaseCheck.hasKey(call, each)
                                        : log.isOf(call, each.session));
            case ALREADY ->
                call.token() == 0
                        ? place -> log.queueAt(name, place).stream()
                                .anyMatch(each -> call.ask().asksForLease()
                                        ? LeaseCheck.hasKey(call, name, each.lease)
                                        : log.isOf(call, each.session))
                        : place -> isStanding(named, place) && log.isOf(call, named.session);
            case STALE_TOKEN ->
                place -> call.ask().verb() == Verb.FORCE
                        ? isOldest(named, place, log)
                                && log.holdersAt(name, place).stream()
                                        .noneMatch(
                                                each -> each.token == call.ask().number("token"))
                        : isStanding(named, place)
                                && (call.ask().options().containsKey("key")
                                        ? LeaseCheck.hasKey(call, named)
                                        : log.isOf(call, named.session));
            case NOT_HELD ->
                place -> call.ask().values().contains(name)
                        && log.holdersAt(name, place).isEmpty();
            case MODE -> place -> call.ask().values().contains(name) && disagrees(call, name, place, log);
            case DEADLOCK ->
                place -> DeadlockCycle.of(call.reply().option("cycle")).isClosedAt(place, call, log);
            default -> null;
        };
    }

    private static boolean isStanding(@Nullable Ownership named, long place) {
        return named != null && named.standsAtPlace(place);
    }

    private static boolean isOldest(@Nullable Ownership named, long place, LogReading log) {
        return named != null && log.holdersAt(named.name, place).indexOf(named) == 0;
    }

    /** Returns whether a LOCK that does not wait cannot have this lock: it has waiters, or no room. */
    private static boolean isInTheWay(ClientCall call, String name, long place, LogReading log) {
        List<Ownership> holders = log.holdersAt(name, place);
        LockMode mode = call.ask().mode();
        boolean room = !log.isBlockedAt(name, place)
                && holders.size() < mode.holdersMax()
                && holders.stream().allMatch(each -> each.mode.equals(mode));
        return call.ask().values().contains(name)
                && !(room && log.queueAt(name, place).isEmpty());
    }

    private static boolean disagrees(ClientCall call, String name, long place, LogReading log) {
        LockMode mode = call.ask().mode();
        return log.holdersAt(name, place).stream().anyMatch(each -> disagree(each.mode, mode))
                || log.queueAt(name, place).stream().anyMatch(each -> disagree(each.mode, mode));
    }

    private static boolean disagree(LockMode one, LockMode other) {
        return !one.equals(other) && (one.isSemaphore() || other.isSemaphore());
    }
}
