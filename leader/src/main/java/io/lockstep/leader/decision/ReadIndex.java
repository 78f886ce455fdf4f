package io.lockstep.leader.decision;

import io.lockstep.follower.replication.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Confirms leadership for whoever needs it, one round at a time. Who asks while a round is under way is served by the next
 * one, so that no round is older than a request that rests on it.
 */
public final class ReadIndex {

    /** Told whether leadership was confirmed; if so, the map holds all that was committed before the asking. */
    public interface Listener {
        void confirmed(boolean confirmed);
    }

    private final Replication replication;
    private final BooleanSupplier stillLeads;
    private List<Listener> waiting = new ArrayList<>();
    private boolean roundUnderWay;

    public ReadIndex(Replication replication, BooleanSupplier stillLeads) {
        this.replication = replication;
        this.stillLeads = stillLeads;
    }

    /** Has the listener told by a round that begins at the next {@link #flush}. */
    public void await(Listener listener) {
        waiting.add(listener);
    }

    /** Whether a round may begin now. */
    public boolean idle() {
        return !roundUnderWay;
    }

    /** Begins a round if somebody waits and none is under way. */
    public void flush() {
        if (roundUnderWay || waiting.isEmpty()) {
            return;
        }
        List<Listener> served = waiting;
        waiting = new ArrayList<>();
        roundUnderWay = true;
        replication.confirmLeadership(index -> {
            roundUnderWay = false;
            if (stillLeads.getAsBoolean()) {
                served.forEach(listener -> listener.confirmed(index != Replication.NOT_CONFIRMED));
            }
        });
    }

    /** The term is over: whoever still waits for a round to begin is told so. */
    public void end() {
        waiting.forEach(listener -> listener.confirmed(false));
        waiting.clear();
    }
}
