package io.lockstep.follower.client;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.IndexWaiters;
import io.lockstep.follower.map.ReplicatedMap;

/**
 * When this server may answer from its own map. After a start the map must first hold what was committed when the server
 * first heard from a leader, so that no client is shown the past; later a client may name an index that it must have
 * reached. A read that comes too early waits for a while.
 */
public final class LocalReads {

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LeaderLink leaderLink;
    private final Timers timers;
    private final IndexWaiters waiting = new IndexWaiters();
    private boolean level;
    private boolean asking;

    LocalReads(ReplicatedMap map, PendingRequests pending, LeaderLink leaderLink, Timers timers) {
        this.map = map;
        this.pending = pending;
        this.leaderLink = leaderLink;
        this.timers = timers;
    }

    /** Whether the map holds what was committed when this server first heard from a leader. */
    public boolean level() {
        // The map of a server that begins to lead holds everything that was committed before its term.
        level = level || pending.reachedLeader() || leaderLink.role() != null;
        return level;
    }

    /** Asks a leader, once there is one, up to where the log is committed. */
    void tick() {
        if (level() || asking || leaderLink.leader() == 0) {
            return;
        }
        asking = true;
        pending.confirmRead((Outcome outcome) -> asking = false);
    }

    /**
     * Runs {@code read} when the map is level and at {@code index}: now, or at the end of a later turn. After {@link
     * NodeSettings#INDEX_WAIT_NANOS} the request is answered that this server is behind.
     *
     * @param index 0 if any index will do
     */
    void whenAt(long index, ClientRequest request, Runnable read) {
        if (level() && map.appliedIndex() >= index) {
            read.run();
            return;
        }
        IndexWaiters.Waiter waiter = waiting.add(index, read);
        timers.after(NodeSettings.INDEX_WAIT_NANOS, () -> {
            if (waiting.remove(waiter)) {
                behind(request);
            }
        });
    }

    private void behind(ClientRequest request) {
        String reason = level()
                ? "this server's map has not reached that index yet"
                : "this server has started and is still catching up with the leader";
        request.reply(request.error(ErrorCode.BEHIND)
                .option("index", map.appliedIndex())
                .message(reason + "; try again, or ask another server"));
    }

    /** Runs the reads that the map has become ready for. */
    void flush() {
        if (level()) {
            waiting.wake(map::appliedIndex);
        }
    }
}
