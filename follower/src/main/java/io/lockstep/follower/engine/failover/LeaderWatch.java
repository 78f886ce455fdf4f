package io.lockstep.follower.engine.failover;

import com.alipay.sofa.jraft.core.NodeImpl;
import io.lockstep.follower.engine.wire.PeerNodeOptions;
import io.lockstep.follower.engine.wire.PeerRpcServer;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.replication.Member;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When this server calls its leader dead. If the leader's process has ended, {@link LeaderLoss} acts at once. If the
 * leader is only silent, the engine's election timer and its pre-vote decide, with the times of {@link Patience} and
 * {@link ElectionSchedule}. All work is done on one thread, in ticks. It also keeps a link to every other voter, for
 * reports and votes.
 */
public final class LeaderWatch implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(Patience.TICK_MILLIS);

    private final int self;
    private final Candidate candidate;
    private final PeerWire wire;
    private final Supplier<Set<Member>> voters;
    private final FailoverThread thread;
    private final LeaderLoss loss;
    private final Patience patience;
    private final ElectionSchedule schedule;

    /** Written on reading threads. */
    private volatile @Nullable HeardLeader heard;

    private long timerDueNanos;
    private int votersConnected;

    /**
     * @param self this server's number
     * @param voters the voters as this server knows them; called on this object's thread
     * @param electionMillis the shortest time after which a silent leader counts as dead
     * @param onFailure called with an exception that is a bug
     */
    public LeaderWatch(
            int self,
            NodeImpl node,
            PeerWire wire,
            Supplier<Set<Member>> voters,
            int electionMillis,
            Consumer<Throwable> onFailure) {
        this.self = self;
        this.candidate = new Candidate(node);
        this.wire = wire;
        this.voters = voters;
        this.thread = new FailoverThread(onFailure);
        this.patience = new Patience(electionMillis, System::nanoTime);
        this.loss = new LeaderLoss(self, candidate, wire, voters, () -> heard, patience, thread);
        this.schedule = new ElectionSchedule(ThreadLocalRandom.current());
    }

    /** Begins. Called once, after the node has started and before it takes requests. */
    public void start(PeerRpcServer requests, PeerNodeOptions options) {
        patience.start();
        schedule.leaderSeen(System.nanoTime());
        options.timeBy(patience);
        requests.onAppend(this::heard);
        requests.handle(LeaderLoss.REPORT, loss::received);
        wire.departures().onSign(() -> thread.execute(loss::check));
        thread.execute(() -> {
            candidate.restartElectionTimer(patience.usualMillis());
            tick();
        });
    }

    private void heard(int server, long term) {
        patience.heard(term);
        HeardLeader before = heard;
        if (before == null || term >= before.term()) {
            heard = new HeardLeader(server, term, System.nanoTime());
        }
    }

    private void tick() {
        schedule.stoodStill(patience.ticked());
        long nowNanos = System.nanoTime();
        noteLeader(nowNanos);
        connectVoters();
        if (!candidate.leads()) {
            restartTimerIfDue(nowNanos);
        }
        loss.check();
        thread.executeAfter(Patience.TICK_MILLIS, this::tick);
    }

    private void noteLeader(long nowNanos) {
        boolean asked = patience.askedForVotes();
        HeardLeader last = heard;
        if (candidate.leads()) {
            schedule.leaderSeen(nowNanos);
        } else if (asked) {
            schedule.attempted(nowNanos);
        } else if (last != null) {
            schedule.leaderSeen(last.atNanos());
        }
    }

    /** Dials every other voter, again and again. */
    private void connectVoters() {
        int connected = 0;
        for (Member voter : voters.get()) {
            if (voter.server() != self && wire.links().linkTo(voter.peerAddress()) != null) {
                connected++;
            }
        }
        if (connected > votersConnected) {
            schedule.voterReached();
        }
        votersConnected = connected;
    }

    /**
     * Moves the engine's election timer to when an election is due. Restarting it at every heartbeat would take the
     * node's lock each time, so that is done only when the timer is about to fire, or is due earlier than before.
     */
    private void restartTimerIfDue(long nowNanos) {
        long dueNanos = schedule.dueNanos(patience.usualMillis(), patience.maxMillis(), slot());
        boolean aboutToFire = timerDueNanos - nowNanos < 2 * TICK_NANOS;
        if (dueNanos != timerDueNanos && (aboutToFire || dueNanos - timerDueNanos < 0)) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(dueNanos - nowNanos);
            candidate.restartElectionTimer((int) Math.max(Patience.TICK_MILLIS, leftMillis));
            timerDueNanos = dueNanos;
        }
    }

    /** The place of this server among the voters that could succeed the leader, by number. */
    private int slot() {
        HeardLeader last = heard;
        int leader = last == null ? 0 : last.server();
        return (int) voters.get().stream()
                .filter(voter -> voter.server() < self && voter.server() != leader)
                .count();
    }

    /** Ends; does not wait for a task that runs. */
    @Override
    public void close() {
        thread.close();
    }
}
