package io.lockstep.leader.decision;

import io.lockstep.follower.replication.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Confirms leadership, one round at a time. A listener added during a round is served by the next one, so no round is
 * older than a request that depends on it.
 */
public final class ReadIndex {

    /**
     * Receives whether leadership was confirmed. If so, the map contains every entry that was committed before {@link
     * #await}.
     */
    public interface Listener {
        void confirmed(boolean confirmed);
    }

    private final Replication replication;
    private final BooleanSupplier stillLeads;
    private List<Listener> waiting = new ArrayList<>();
    private boolean roundUnderWay;

    /** @param stillLeads checked when a round ends: an answer that arrives after the term is dropped */
    public ReadIndex(Replication replication, BooleanSupplier stillLeads) {
        this.replication = replication;
        this.stillLeads = stillLeads;
    }

    /** Adds a listener for the round that starts at the next {@link #flush}. */
    public void await(Listener listener) {
        waiting.add(listener);
    }

    /** Whether a round may start now. */
    public boolean idle() {
        return !roundUnderWay;
    }

    /** Starts a round if a listener waits and none is in progress. */
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

    /** The term is over: tells all waiting listeners that leadership is not confirmed. */
    public void end() {
        waiting.forEach(listener -> listener.confirmed(false));
        waiting.clear();
    }
}
