package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;
import java.util.ArrayList;
import java.util.List;

/** Committed entries that the loop applies in one go, so that it is woken once for all. Bounded, as they block it. */
final class AppliedEntries implements EngineEvent {

    private static final int EVENTS_MAX = 32;
    private static final int BYTES_MAX = 64 << 10;

    private final List<EngineEvent> events = new ArrayList<>();
    private int bytes;

    /** Adds an entry, unless it is one of the engine's own, which have no bytes. */
    void add(long index, byte[] entry) {
        bytes += entry.length;
        if (entry.length > 0) {
            events.add(node -> node.applied(index, entry));
        }
    }

    /** Adds what the entry added last means for its proposal. */
    void add(EngineEvent ofProposal) {
        events.add(ofProposal);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    boolean isFull() {
        return events.size() >= EVENTS_MAX || bytes >= BYTES_MAX;
    }

    @Override
    public void deliver(ReplicationEvents node) {
        for (EngineEvent event : events) {
            event.deliver(node);
        }
    }
}
