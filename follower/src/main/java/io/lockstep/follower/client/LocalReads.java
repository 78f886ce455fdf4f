package io.lockstep.follower.client;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.IndexWaiters;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.function.Predicate;

/**
 * Decides when this server may answer from its own map. After a start, the map must first contain every entry that was
 * committed when this server first heard from a leader; otherwise a client could see an older state than before. A
 * client may also name an index that the map must have reached. A read that comes too early waits for a limited time.
 */
public final class LocalReads {

    /** Of those that have waited. About a millisecond of work, unless they are lists. */
    private static final int READS_PER_TURN = 256;

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LeaderLink leaderLink;
    private final Timers timers;
    private final ParkedRequests parked;
    private final Replies replies;
    private final Predicate<ClientRequest> admits;
    private final IndexWaiters waiting = new IndexWaiters();
    private boolean level;
    private boolean asking;

    /** @param admits whether the client may ask this now; if not, it answers the request */
    LocalReads(
            ReplicatedMap map,
            PendingRequests pending,
            LeaderLink leaderLink,
            Timers timers,
            ParkedRequests parked,
            Replies replies,
            Predicate<ClientRequest> admits) {
        this.map = map;
        this.pending = pending;
        this.leaderLink = leaderLink;
        this.timers = timers;
        this.parked = parked;
        this.replies = replies;
        this.admits = admits;
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
     * {@link NodeSettings#INDEX_WAIT_NANOS} it answers BEHIND instead, and BUSY if too many requests wait already. Once
     * the connection is closed, nothing of the request is left. The client needs the right to ask at that time, in the
     * map that it is answered from: it may have lost the right in an entry that the request waited for.
     *
     * @param index 0 for any index
     */
    void whenAt(long index, ClientRequest request, Runnable read) {
        if (isReadyFor(index)) {
            answer(request, read);
        } else if (parked.full()) {
            replies.busy(request);
        } else if (!request.conversation().isClosed()) {
            IndexWaiters.Waiter waiter = waiting.add(index, () -> end(request, () -> answer(request, read)));
            Runnable endTimer = timers.after(
                    NodeSettings.INDEX_WAIT_NANOS,
                    () -> end(request, isReadyFor(index) ? () -> answer(request, read) : () -> behind(request)));
            parked.park(request, () -> {
                waiting.remove(waiter);
                endTimer.run();
            });
        }
    }

    private void answer(ClientRequest request, Runnable read) {
        if (admits.test(request)) {
            read.run();
        }
    }

    private void end(ClientRequest request, Runnable then) {
        parked.end(request);
        then.run();
    }

    private boolean isReadyFor(long index) {
        return level() && map.appliedIndex() >= index;
    }

    private void behind(ClientRequest request) {
        String reason = level()
                ? "this server's map has not reached that index yet"
                : "this server has started and is still catching up with the leader";
        request.reply(request.error(ErrorCode.BEHIND)
                .option("index", map.appliedIndex())
                .message(reason + "; try again, or ask another server"));
    }

    /** Runs reads whose index the map has reached. Returns whether some are left for the next turn. */
    boolean flush() {
        return level() && waiting.wake(map::appliedIndex, READS_PER_TURN);
    }
}
