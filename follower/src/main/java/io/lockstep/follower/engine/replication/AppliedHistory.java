package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import io.lockstep.follower.engine.storage.EngineStorage;

/**
 * The entries that this server has applied. A committed entry never changes, so a leader that sends another entry in
 * the place of an applied one has not got what was committed. The engine by itself would not notice, or end in an
 * inexplicable state. Any thread.
 */
final class AppliedHistory {

    private final EngineStorage storage;
    private final EngineFailure failure;
    private volatile long applied;

    AppliedHistory(EngineStorage storage, EngineFailure failure) {
        this.storage = storage;
        this.failure = failure;
    }

    /** This server has applied all entries up to {@code index}. On the engine's one apply thread. */
    void applied(long index) {
        applied = index;
    }

    /** The last index of {@link #applied}: that of the newest applied entry which is not the engine's own. */
    long appliedIndex() {
        return applied;
    }

    /**
     * Whether a leader sends an entry of another term in the place of an applied one; reports the failure. Entries that
     * a snapshot has replaced cannot be compared.
     */
    boolean isContradictedBy(AppendEntriesRequest request) {
        long index = request.getPrevLogIndex() + 1;
        if (request.getEntriesCount() == 0 || index > applied || request.getTerm() < storage.term()) {
            return false;
        }
        for (var entry : request.getEntriesList()) {
            long term = index <= applied ? storage.positionOf(index).term() : 0;
            if (term != 0 && term != entry.getTerm()) {
                failure.failed(
                        Kind.DIVERGED,
                        "this server has applied entry " + index + " of term " + term + ", and the leader "
                                + request.getServerId() + " has another one in its place, of term " + entry.getTerm(),
                        null);
                return true;
            }
            index++;
        }
        return false;
    }
}
