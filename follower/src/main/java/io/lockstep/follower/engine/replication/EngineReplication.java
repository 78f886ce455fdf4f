package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.option.ReadOnlyOption;
import io.lockstep.follower.engine.failover.LeaderWatch;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.engine.fitness.FitnessWatch;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.replication.DiskTrust;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationEvents;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements {@link Replication} with the real engine. The engine's events go through one bounded queue, {@link
 * ApplyQueue}; the loop calls {@link #drain} whenever it is woken, and receives its events there.
 *
 * <p>{@link #start} and {@link #close} block on the disk: call them off the loop, or while no loop runs. Every method
 * of {@link Replication} runs on the loop and does not block.
 */
public final class EngineReplication implements Replication, AutoCloseable {

    /**
     * Bound of proposals without an outcome; further ones are refused. Half of the engine's ring, so the ring is never
     * full.
     */
    public static final int PROPOSALS_MAX = 512;

    private static final Logger LOG = LoggerFactory.getLogger(EngineReplication.class);

    private static final int CONFIRMATION_MILLIS_MAX = 1_000;
    private static final byte[] NO_CONTEXT = {};

    private final EngineSettings settings;
    private final ReplicationEvents events;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean snapshotAsked = new AtomicBoolean();
    private final ApplyQueue handOver;
    private final Roles roles = new Roles();
    private final Worker worker;
    private final Worker snapshotWriter;
    private final Worker progressWriter;
    private final Snapshots snapshots;
    private final EngineNode engine;
    private final NodeImpl node;
    private final EngineMembership membership;
    private final ProgressRecorder progressRecorder;
    private final LogStateMachine stateMachine;
    private final LeaderWatch leaderWatch;
    private final WatchedEngine watched;
    private final FitnessWatch fitnessWatch;
    private final EngineState state;

    /** Rounds without an answer, in the order they started. Loop thread only. */
    private final ArrayDeque<EngineReadIndex> confirmations = new ArrayDeque<>();

    /**
     * Opens nothing yet.
     *
     * @param storage this server's disk, opened and checked
     * @param wire the caller starts it, and closes it after this
     * @param wakeup makes the loop call {@link #drain} soon; called on any thread, must not block
     */
    public EngineReplication(
            EngineSettings settings,
            EngineStorage storage,
            PeerWire wire,
            ReplicationEvents events,
            Runnable wakeup,
            EngineFailure failure) {
        EngineFailure whileOpen = (kind, message, cause) -> {
            if (!closed.get()) {
                failure.failed(kind, message, cause);
            }
        };
        this.settings = settings;
        this.events = events;
        this.handOver = new ApplyQueue(wakeup);
        this.worker = new Worker("engine-worker", whileOpen);
        this.snapshotWriter = new Worker("snapshot-writer", whileOpen);
        this.progressWriter = new Worker("progress-writer", whileOpen);
        this.snapshots = new Snapshots(events, handOver, snapshotWriter, whileOpen);
        this.engine = new EngineNode(settings, storage, wire, whileOpen);
        this.node = engine.node();
        this.membership = new EngineMembership(node, worker);
        this.leaderWatch =
                engine.leaderWatch(settings, wire, () -> membership.latest().voters(), whileOpen);
        this.progressRecorder =
                new ProgressRecorder(engine, wire.links(), membership::latest, progressWriter, whileOpen);
        this.stateMachine = new LogStateMachine(handOver, roles, snapshots, engine, whileOpen);
        this.watched = new WatchedEngine(engine, membership, whileOpen);
        this.state = new EngineState(engine, membership, watched, handOver);
        this.fitnessWatch = new FitnessWatch(watched, engine.fitness());
    }

    /**
     * Reads the disk and takes part in the cluster from now on. Events wait for {@link #drain}, beginning with the
     * snapshot on disk if there is one.
     */
    public void start() throws EngineStartException {
        // Before the engine, which may wait for the disk while it starts.
        fitnessWatch.start();
        try {
            engine.start(stateMachine, leaderWatch);
        } catch (EngineStartException e) {
            close();
            throw e;
        }
        snapshots.started();
        state.started();
        membership.start();
        progressRecorder.start();
    }

    /**
     * Delivers the queued events. Loop thread only; call it whenever the loop is woken.
     *
     * @return how many events it delivered
     */
    public int drain() {
        watched.turned();
        long nowNanos = System.nanoTime();
        while (!confirmations.isEmpty() && confirmations.element().giveUpIfLate(nowNanos)) {
            confirmations.remove();
        }
        int delivered = handOver.drain(events);
        state.look(nowNanos);
        return delivered;
    }

    /** What this log says of itself. */
    public LogState state() {
        return state;
    }

    /**
     * A client of {@code server} waits for a commit, so that server must learn of each commit as soon as possible. Any
     * thread; never blocks.
     */
    public void awaitedAt(int server) {
        engine.promptCommit().awaitedAt(server);
    }

    NodeImpl node() {
        return node;
    }

    Fitness fitness() {
        return engine.fitness();
    }

    /**
     * Whether this server's disk has been silent for so long that clients should move to another server. Any thread.
     */
    public boolean isDiskSilent() {
        return watched.isDiskSilent();
    }

    @Override
    public void propose(byte[] entry, long term, Consumer<ProposalOutcome> outcome) {
        if (entry.length == 0) {
            throw new IllegalArgumentException("an entry without bytes");
        }
        if (term == 0 || term != roles.leadingTerm() || roles.unanswered() >= PROPOSALS_MAX) {
            handOver.putFromLoop(ignored -> outcome.accept(ProposalOutcome.REFUSED));
            return;
        }
        roles.proposed();
        watched.proposed();
        Closure proposal = new EngineProposal(entry, handOver, roles, watched, state.proposals(), outcome);
        node.apply(new Task(ByteBuffer.wrap(entry), proposal, term));
    }

    @Override
    public void confirmLeadership(Consumer<Long> confirmed) {
        if (roles.leadingTerm() == 0 || membership.changing()) {
            handOver.putFromLoop(ignored -> confirmed.accept(NOT_CONFIRMED));
            return;
        }
        EngineReadIndex confirmation =
                new EngineReadIndex(handOver, roles, membership, confirmed, CONFIRMATION_MILLIS_MAX);
        confirmations.add(confirmation);
        node.readIndex(ReadOnlyOption.ReadOnlySafe, NO_CONTEXT, confirmation);
    }

    @Override
    public DiskTrust diskTrust() {
        return DiskTrusts.of(engine.storage().gate());
    }

    @Override
    public void lossRecorded(long start) {
        engine.storage().gate().lossRecorded(start);
    }

    @Override
    public Membership membership() {
        return membership.latest();
    }

    @Override
    public void addLearners(Set<Member> servers) {
        membership.addLearners(servers);
    }

    @Override
    public void removeLearners(Set<Member> servers) {
        membership.removeLearners(servers);
    }

    @Override
    public void changeVoters(Set<Member> leaving, Set<Member> rising) {
        membership.changeVoters(leaving, rising);
    }

    @Override
    public boolean isLevel(Member member) {
        long term = roles.leadingTerm();
        return term != 0
                && (member.server() == settings.server()
                        || engine.progress()
                                .isLevel(
                                        PeerIds.of(member).toString(),
                                        term,
                                        engine.history().appliedIndex()));
    }

    @Override
    public boolean transferLeadership(int to) {
        long term = roles.leadingTerm();
        // The one with the longest log: it has the least to wait for. Equal ones by number, and not by the order of a
        // set, which could make two servers pass leadership back and forth past a third.
        Optional<Member> heir = membership.latest().voters().stream()
                .filter(voter -> to == ANY_VOTER || voter.server() == to)
                .filter(voter -> voter.server() != settings.server() && isLevel(voter))
                .min(Comparator.<Member>comparingLong(voter ->
                                -engine.progress().storedAt(PeerIds.of(voter).toString(), term))
                        .thenComparingInt(Member::server));
        heir.ifPresent(voter -> worker.execute(() -> node.transferLeadershipTo(PeerIds.of(voter))));
        return heir.isPresent();
    }

    @Override
    public void requestSnapshot() {
        if (snapshotAsked.compareAndSet(false, true)) {
            worker.execute(() -> node.snapshot(this::snapshotEnded));
        }
    }

    private void snapshotEnded(Status status) {
        snapshotAsked.set(false);
        boolean failed = !status.isOk()
                && status.getRaftError() != RaftError.EBUSY
                && status.getRaftError() != RaftError.ECANCELED;
        if (failed && !closed.get()) {
            LOG.warn("No snapshot was saved, so the log was not shortened: {}", status.getErrorMsg());
        }
    }

    /** Stops within a few seconds. Nothing is delivered from then on, and pending outcomes never arrive. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            leaderWatch.close();
            fitnessWatch.close();
            watched.close();
            worker.close();
            progressWriter.close();
            handOver.close();
            engine.stop();
            snapshotWriter.close();
        }
    }
}
