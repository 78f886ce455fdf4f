package io.lockstep.leader.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The LOCK requests of one connection that have no answer yet: on their way to the leader, or in line. Whoever wants to
 * cancel one finds it here.
 */
final class LocksUnderWay {

    private final Map<Long, LockUnderWay> byNumber = new LinkedHashMap<>(0);

    /** A request that was sent on its way. */
    LockUnderWay begin(Exchange exchange, long number) {
        LockUnderWay lock = new LockUnderWay(exchange, number);
        byNumber.put(number, lock);
        return lock;
    }

    /** The request has its answer, or none that can be told. */
    void end(LockUnderWay lock) {
        byNumber.remove(lock.number, lock);
        lock.settled();
    }

    /** The request of this number; null if it is not under way here. */
    @Nullable
    LockUnderWay numbered(long number) {
        return byNumber.get(number);
    }

    /** The request with this tag, or, where that is empty, the untagged one; null if it is not under way here. */
    @Nullable
    LockUnderWay tagged(String tag) {
        for (LockUnderWay lock : byNumber.values()) {
            if (lock.exchange.tag().equals(tag)) {
                return lock;
            }
        }
        return null;
    }

    /** Those that stand in line. */
    List<LockUnderWay> inLine() {
        return byNumber.values().stream().filter(LockUnderWay::isInLine).toList();
    }

    /** One request. */
    static final class LockUnderWay {
        private final Exchange exchange;
        private final long number;
        private final List<Runnable> onceSettled = new ArrayList<>(0);
        private @Nullable Consumer<Outcome.Decided> answer;
        private boolean settled;

        LockUnderWay(Exchange exchange, long number) {
            this.exchange = exchange;
            this.number = number;
        }

        long number() {
            return number;
        }

        boolean isInLine() {
            return answer != null;
        }

        /** It stands in line; {@code whenOver} is given its answer once it does so no more. */
        void standsInLine(Consumer<Outcome.Decided> whenOver) {
            answer = whenOver;
            exchange.parked();
            settled();
        }

        /** It stands in line no more, and has this answer. */
        void answered(Outcome.Decided outcome) {
            if (answer == null) {
                throw new IllegalStateException("request " + number + " does not stand in line");
            }
            answer.accept(outcome);
        }

        /** Runs {@code then} as soon as the request stands in line or is answered, which may be now. */
        void whenSettled(Runnable then) {
            if (settled) {
                then.run();
            } else {
                onceSettled.add(then);
            }
        }

        private void settled() {
            settled = true;
            List<Runnable> due = List.copyOf(onceSettled);
            onceSettled.clear();
            due.forEach(Runnable::run);
        }
    }
}
