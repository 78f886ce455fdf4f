package io.lockstep.leader.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The LOCK requests of one connection that have no answer yet: about to have a session, on their way to the leader, or in
 * line. Whoever wants to cancel one finds it here.
 */
final class LocksUnderWay {

    /** Those whose session is being opened, so that they have no number yet, or only the one that the client gave. */
    private final Set<LockUnderWay> awaitingSession = new LinkedHashSet<>(0);

    private final Map<Long, LockUnderWay> byNumber = new LinkedHashMap<>(0);

    /** A request came; {@code numberAsked} is 0 if its client left the numbering to the server. */
    LockUnderWay begin(Exchange exchange, long numberAsked) {
        LockUnderWay lock = new LockUnderWay(exchange, numberAsked);
        awaitingSession.add(lock);
        return lock;
    }

    /** The request is sent on its way under this number. */
    void numbered(LockUnderWay lock, long number) {
        awaitingSession.remove(lock);
        lock.number = number;
        byNumber.put(number, lock);
    }

    /** The request has its answer, or none that can be told. */
    void end(LockUnderWay lock) {
        awaitingSession.remove(lock);
        byNumber.remove(lock.number, lock);
        lock.settled();
    }

    /** The request of this number; null if it is not under way here. */
    @Nullable
    LockUnderWay numbered(long number) {
        LockUnderWay known = byNumber.get(number);
        if (known != null) {
            return known;
        }
        return awaitingSession.stream()
                .filter(lock -> lock.number == number)
                .findFirst()
                .orElse(null);
    }

    /** The request with this tag, or, where that is empty, the untagged one; null if it is not under way here. */
    @Nullable
    LockUnderWay tagged(String tag) {
        for (LockUnderWay lock : byNumber.values()) {
            if (lock.exchange.tag().equals(tag)) {
                return lock;
            }
        }
        return awaitingSession.stream()
                .filter(lock -> lock.exchange.tag().equals(tag))
                .findFirst()
                .orElse(null);
    }

    /** Those that stand in line. */
    List<LockUnderWay> inLine() {
        return byNumber.values().stream().filter(LockUnderWay::isInLine).toList();
    }

    /** One request. */
    static final class LockUnderWay {
        private final Exchange exchange;
        private final List<Runnable> onceSettled = new ArrayList<>(0);
        private long number;
        private @Nullable Consumer<Outcome> answer;
        private boolean settled;
        private boolean refused;

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

        /** It was refused, which is in no log: nothing is left of it that could be cancelled. */
        void markRefused() {
            refused = true;
        }

        boolean isRefused() {
            return refused;
        }

        /** It stands in line; {@code whenOver} is given its answer once it does so no more. */
        void standsInLine(Consumer<Outcome> whenOver) {
            answer = whenOver;
            exchange.parked();
            settled();
        }

        /** It stands in line no more, and has this answer. */
        void answered(Outcome outcome) {
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
