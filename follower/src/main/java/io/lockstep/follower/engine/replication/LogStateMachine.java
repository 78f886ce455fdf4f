package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.StateMachine;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.lockstep.follower.engine.replication.EngineFailure.Kind;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.engine.wire.PromptCommit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's state machine, on the engine's one apply thread. It passes everything to the loop, in order, and keeps
 * no state. The engine's own entries (a new leader's first, changes of membership) never arrive here, except those
 * without bytes that {@link EngineMembership} appends.
 */
final class LogStateMachine implements StateMachine {

    private static final Logger LOG = LoggerFactory.getLogger(LogStateMachine.class);

    /** So many events are handed over together, so that the loop is woken once for them. */
    private static final int EVENTS_MAX = 64;

    private final ApplyQueue handOver;
    private final Roles roles;
    private final Snapshots snapshots;
    private final AppliedHistory history;
    private final EngineStorage storage;
    private final PromptCommit promptCommit;
    private final EngineFailure failure;

    LogStateMachine(ApplyQueue handOver, Roles roles, Snapshots snapshots, EngineNode engine, EngineFailure failure) {
        this.handOver = handOver;
        this.roles = roles;
        this.snapshots = snapshots;
        this.history = engine.history();
        this.storage = engine.storage();
        this.promptCommit = engine.promptCommit();
        this.failure = failure;
    }

    @Override
    public void onApply(Iterator entries) {
        long last = 0;
        List<EngineEvent> events = new ArrayList<>();
        while (entries.hasNext()) {
            last = entries.getIndex();
            Closure done = entries.done();
            if (done instanceof EngineProposal proposal) {
                events.add(applied(last, proposal.entry()));
                events.add(proposal.applied());
            } else {
                byte[] entry = bytesOf(entries.getData());
                if (entry.length > 0) {
                    events.add(applied(last, entry));
                }
                runUnlessNone(done);
            }
            if (events.size() >= EVENTS_MAX) {
                handOver.putAll(events);
                events.clear();
            }
            entries.next();
        }
        handOver.putAll(events);
        history.applied(last);
        promptCommit.applied(last);
    }

    private static EngineEvent applied(long index, byte[] entry) {
        return events -> events.applied(index, entry);
    }

    private static void runUnlessNone(@Nullable Closure done) {
        if (done != null) {
            done.run(Status.OK());
        }
    }

    private static byte[] bytesOf(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void onSnapshotSave(SnapshotWriter writer, Closure done) {
        snapshots.save(writer, done);
    }

    @Override
    public boolean onSnapshotLoad(SnapshotReader reader) {
        return snapshots.load(reader);
    }

    @Override
    public void onLeaderStart(long term) {
        handOver.put(events -> roles.elected(term, events));
    }

    @Override
    public void onLeaderStop(Status status) {
        report(status);
        handOver.put(events -> roles.leaderless(0, events));
    }

    @Override
    public void onStartFollowing(LeaderChangeContext context) {
        int leader = context.getLeaderId().getIdx();
        handOver.put(events -> roles.following(leader, context.getTerm(), events));
    }

    @Override
    public void onStopFollowing(LeaderChangeContext context) {
        report(context.getStatus());
        handOver.put(events -> roles.leaderless(context.getTerm(), events));
    }

    /**
     * Elections guarantee that this never happens. If it does, a server has lost its vote, or two servers share a
     * number.
     */
    private static void report(Status status) {
        if (status.getRaftError() == RaftError.ELEADERCONFLICT) {
            LOG.error("Two servers lead in one term: one has lost its data, or two run on copies of the same data");
        }
    }

    @Override
    public void onError(RaftException error) {
        String trouble = storage.trouble();
        if (trouble == null) {
            boolean onDisk = error.getStatus().getRaftError() == RaftError.EIO;
            failure.failed(
                    onDisk ? Kind.DISK_FAILED : Kind.BUG,
                    error.getType() + ": " + error.getStatus().getErrorMsg(),
                    error);
        } else {
            failure.failed(storage.isDamaged() ? Kind.DAMAGED : Kind.DISK_FAILED, trouble, error);
        }
    }

    @Override
    public void onConfigurationCommitted(Configuration voters) {
        // EngineMembership reads the membership, because it is in effect before it is committed.
    }

    @Override
    public void onShutdown() {}
}
