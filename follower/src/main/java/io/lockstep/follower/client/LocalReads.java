package io.lockstep.follower.client;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.TreeSet;

/**
 * Decides when this server may answer from its own map. After a start, the map must first contain every entry that was
 * committed when this server first heard from a leader; otherwise a client could see an older state than before. A
 * client may also name an index that the map must have reached. A read that comes too early waits for a limited time.
 */
public final class LocalReads {

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LeaderLink leaderLink;
    private final Timers timers;
    private final TreeSet<Wait> waiting = new TreeSet<>();
    private long waitCount;
    private boolean level;
    private boolean asking;

    LocalReads(ReplicatedMap map, PendingRequests pending, LeaderLink leaderLink, Timers timers) {
        this.map = map;
        this.pending = pending;
        this.leaderLink = leaderLink;
        this.timers = timers;
    }

    /** Whether the map contains every entry that was committed when this server first heard from a leader. */
    public boolean level() {
        // A server that starts to lead has applied every entry of earlier terms.
        level = level || pending.reachedLeader() || leaderLink.role() != null;
        return level;
    }

    /** Asks the leader, once there is one, for the commit index. */
    void tick() {
        if (level() || asking || leaderLink.leader() == 0) {
            return;
        }
        asking = true;
        pending.confirmRead((Outcome outcome) -> asking = false);
    }

    /**
     * Runs {@code read} once the map is up to date and at {@code index}: now, or at the end of a later turn. After
     * {@link NodeSettings#INDEX_WAIT_NANOS} it answers BEHIND instead.
     *
     * @param index 0 for any index
     */
    void whenAt(long index, ClientRequest request, Runnable read) {
        if (level() && map.appliedIndex() >= index) {
            read.run();
            return;
        }
        Wait wait = new Wait(index, waitCount++, request, read);
        waiting.add(wait);
        timers.after(NodeSettings.INDEX_WAIT_NANOS, () -> late(wait));
    }

    /** Runs the reads whose index the map has reached. */
    void flush() {
        while (!waiting.isEmpty() && level() && waiting.first().index <= map.appliedIndex()) {
            waiting.pollFirst().read.run();
        }
    }

    private void late(Wait wait) {
        if (waiting.remove(wait)) {
            String reason = level()
                    ? "this server's map has not reached that index yet"
                    : "this server has started and is still catching up with the leader";
            wait.request.reply(wait.request
                    .error(ErrorCode.BEHIND)
                    .option("index", map.appliedIndex())
                    .message(reason + "; try again, or ask another server"));
        }
    }

    private record Wait(long index, long order, ClientRequest request, Runnable read) implements Comparable<Wait> {
        @Override
        public int compareTo(Wait other) {
            int byIndex = Long.compare(index, other.index);
            return byIndex != 0 ? byIndex : Long.compare(order, other.order);
        }
    }
}
