package io.lockstep.client.turn;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out whether a thread would wait for itself, through other threads of the process that wait. */
final class Standstill {

    private final Turn asking;
    private final Collection<Turn> waiting;
    private final Collection<Turn> inUse;
    private final Set<Turn> seen = new HashSet<>();

    Standstill(Turn asking, Collection<Turn> waiting, Collection<Turn> inUse) {
        this.asking = asking;
        this.waiting = waiting;
        this.inUse = inUse;
    }

    /** Whether one of these cannot end before the asking thread goes on. */
    boolean anyOf(List<Turn> before) {
        return before.stream().anyMatch(this::isStuck);
    }

    /** Whether all of these cannot, or are handles that the asking thread has asked for. */
    boolean allOf(List<Turn> before) {
        return before.stream().allMatch(turn -> isOwnHandle(turn) || isStuck(turn));
    }

    private boolean isOwnHandle(Turn turn) {
        return turn.asker() == asking.asker() && turn.stage == Turn.Stage.HELD;
    }

    private boolean isStuck(Turn turn) {
        if (turn.isEnding()) {
            return false;
        }
        if (turn.asker() == asking.asker()) {
            return turn.isBlocking();
        }
        return turn.isBlocking()
                && seen.add(turn)
                && waiting.stream().filter(each -> isOfThread(each, turn)).anyMatch(this::isKept);
    }

    private static boolean isOfThread(Turn each, Turn turn) {
        return each.isBlocking() && each.asker() == turn.asker();
    }

    private boolean isKept(Turn kept) {
        return anyOf(inUse.stream().filter(kept::sharesNameWith).toList());
    }
}
