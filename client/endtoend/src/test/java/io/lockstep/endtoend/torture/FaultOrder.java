package io.lockstep.endtoend.torture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which faults happen next: all kinds in random order, again and again, one at a time or two together, apart from those
 * that are alone.
 */
final class FaultOrder {

    private final List<FaultKind> kinds;
    private final boolean pairs;
    private final Random random;
    private final Deque<FaultKind> left = new ArrayDeque<>();

    FaultOrder(List<FaultKind> kinds, boolean pairs, Random random) {
        this.kinds = List.copyOf(kinds);
        this.pairs = pairs;
        this.random = random;
    }

    /** The kinds of the next faults, which overlap. Empty if there are no kinds. */
    List<FaultKind> next() {
        List<FaultKind> next = new ArrayList<>();
        int count = pairs ? 2 : 1;
        while (next.size() < count && !kinds.isEmpty()) {
            if (left.isEmpty()) {
                List<FaultKind> round = new ArrayList<>(kinds);
                Collections.shuffle(round, random);
                left.addAll(round);
            }
            if (left.getFirst().isAlone()) {
                return next.isEmpty() ? List.of(left.removeFirst()) : next;
            }
            next.add(left.removeFirst());
        }
        // A restart waits until the servers are ready, which another fault would prevent.
        next.sort(
                (one, other) -> Boolean.compare(other == FaultKind.ROLLING_RESTART, one == FaultKind.ROLLING_RESTART));
        return next;
    }
}
