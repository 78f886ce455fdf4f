package io.lockstep.follower.node;

import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.entry.ByteSource;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.entry.SnapshotEncoder;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Clients;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.ClusterHealth;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerNetwork;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.forwarding.Route;
import io.lockstep.follower.forwarding.SenderCheck;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationEvents;
import io.lockstep.follower.session.LocalSessions;
import io.lockstep.follower.session.RenewalReports;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server without its sockets and its disk. Its owner calls it on one thread: for each line of a client, each
 * message of another server and each event of the replicated log, then {@link #flush} after each round of such calls,
 * and {@link #tick} every {@link #TICK_NANOS}. No call blocks.
 *
 * <p>Every server is a follower. A server that leads also has a {@link LeaderRole}, made for one term.
 *
 * <p>A LOCK passes {@link Conversation#line}, {@code LockRequests}, {@link PendingRequests#submit}, {@link
 * LeaderLink#send} to the leader, {@link LeaderRole#receive} there, {@link LeaderRole#flush} into the log, {@link
 * #applied} on every server, and, at the server where it is pending, {@code LockAnswers} for the reply.
 */
public final class Node implements ReplicationEvents {

    /** The interval between two ticks. */
    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** After such a gap between two ticks the node counts as stalled: renewals may still wait in its sockets. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final NodeIdentity self;
    private final NodeSettings settings;
    private final NodeClock clock;
    private final Replication replication;
    private final LeaderRole.Factory leaderRoles;
    private final ReplicatedMap map;
    private final LeaderLink leaderLink;
    private final SenderCheck senders;
    private final ClusterHealth health;
    private final PendingRequests pending;
    private final Timers timers;
    private final RenewalReports renewals;
    private final Clients clients;
    private final LoggedEntries entries;
    private final ApplyListener listener;
    private final Registration registration;
    private final LossRecord lossRecord;
    private final SnapshotSchedule snapshots;
    private long proposalLast;
    private long tickedNanos;

    /**
     * @param replicationFor makes the replicated log, which delivers events to this node from its next call on
     * @param leaderRoles makes the leader's part of this node for each term in which it leads
     * @param random for session keys, which are secrets: must be cryptographically strong
     */
    public Node(
            NodeIdentity self,
            NodeSettings settings,
            Function<ReplicationEvents, Replication> replicationFor,
            LeaderRole.Factory leaderRoles,
            PeerNetwork peers,
            NodeClock clock,
            RandomGenerator random) {
        this.self = self;
        this.settings = settings;
        this.clock = clock;
        this.replication = replicationFor.apply(this);
        this.leaderRoles = leaderRoles;
        this.map = new ReplicatedMap(clock);
        this.entries = new LoggedEntries(self.program(), map);
        this.leaderLink = new LeaderLink(self.server(), map, replication, peers);
        this.senders = new SenderCheck(map, clock);
        this.health = new ClusterHealth(self.server(), replication, map, leaderLink, clock);
        this.pending = new PendingRequests(self.home(), map, leaderLink, clock, settings);
        this.timers = new Timers(clock);
        this.renewals = new RenewalReports(self.home(), leaderLink, clock);
        LocalSessions sessions = new LocalSessions(self.home(), map, pending, renewals, clock, random);
        this.clients =
                new Clients(self, settings, replication, map, leaderLink, health, pending, sessions, renewals, timers);
        this.listener = new ApplyListener(self.home(), map, pending, sessions, clients.watches());
        this.registration = new Registration(self, settings, map, pending, clients.localReads());
        this.lossRecord = new LossRecord(self, replication, map, pending, clients.localReads());
        this.snapshots = new SnapshotSchedule(self.server(), settings.logBytesPerSnapshot());
        this.tickedNanos = clock.nanoTime();
        leaderLink.answerTo(answer -> answered(Route.HERE, answer));
    }

    /** The clients of this server. */
    public Clients clients() {
        return clients;
    }

    /** Greets a client that has connected, and returns what takes its lines. */
    public Conversation connected(ClientChannel channel) {
        return clients.connected(channel);
    }

    /** This node's channel to another server is up: requests that could not be sent so far can be sent. */
    public void peerConnected(PeerChannel channel) {
        if (channel.server() == leaderLink.leader()) {
            pending.sendAllAgain();
        }
    }

    /** A channel to or from another server is closed. The last messages sent over it may be lost. */
    public void peerClosed(PeerChannel channel) {
        peerConnected(channel);
    }

    /** Another server asks, over the channel that it opened. */
    public void asked(PeerChannel from, PeerMessage.Question message) {
        if (message instanceof PeerMessage.ToLeader request && senders.allows(from, request)) {
            leaderLink.asked(from, request);
        } else if (message instanceof PeerMessage.InDoubt doubt) {
            health.doubts().told(from.server(), doubt);
        } else if (message instanceof PeerMessage.Join join) {
            registration.join(from, join);
        }
    }

    /** Another server answers, over the channel that this server opened. */
    public void answered(PeerChannel from, PeerMessage.Answer message) {
        if (message instanceof PeerMessage.FromLeader answer) {
            answered(Route.over(from), answer);
        }
    }

    private void answered(Route by, PeerMessage.FromLeader message) {
        if (!(message instanceof PeerMessage.Renewed renewed)) {
            pending.receive(by, message);
        } else if (renewals.renewed(by, renewed)) {
            health.told(renewed);
        }
    }

    @Override
    public void applied(long index, byte[] bytes) {
        LeaderRole role = leaderLink.role();
        Entry entry = entries.read(index, bytes, role == null ? null : role.proposed(bytes));
        if (entry == null) {
            return;
        }
        List<Effect> effects = map.apply(index, entry);
        listener.applied(entry, effects, index);
        if (role != null) {
            role.applied(entry, effects);
            clients.metrics().applied(entry, effects);
        }
        map.wakeWaiters();
        if (snapshots.isDueAfter(bytes.length)) {
            replication.requestSnapshot();
        }
    }

    @Override
    public void leading(long term) {
        LOG.info("server {} leads in term {}", self.server(), term);
        endLeading();
        LeaderRole.LeadingServer server = new LeaderRole.LeadingServer(
                self, settings, map, replication, clock, health.contacts(), () -> ++proposalLast);
        leaderLink.lead(leaderRoles.begin(term, server));
        pending.sendAllAgain();
    }

    @Override
    public void following(int leader, long term) {
        LOG.info("server {} follows server {} in term {}", self.server(), leader, term);
        endLeading();
        leaderLink.follow(leader, term);
        pending.sendAllAgain();
    }

    @Override
    public void leaderless(long term) {
        LOG.info("server {} has no leader in term {}", self.server(), term);
        endLeading();
        leaderLink.follow(0, term);
    }

    private void endLeading() {
        LeaderRole role = leaderLink.role();
        if (role != null) {
            leaderLink.follow(0, role.term());
            role.end();
        }
    }

    @Override
    public ByteSource snapshotWanted() {
        return snapshots.measured(new SnapshotEncoder(map.machine().freeze()));
    }

    @Override
    public Runnable readSnapshot(long index, ByteSource snapshot) {
        LockStateMachine loaded = LockStateMachine.restore(SnapshotCodec.decode(snapshots.measured(snapshot)));
        return () -> {
            LockStateMachine before = map.machine();
            map.replace(index, loaded);
            listener.mapReplaced(before);
            map.wakeWaiters();
        };
    }

    /**
     * Ends a turn: starts the requests whose turn has come, and, if this node leads, proposes and confirms what it has
     * collected. Returns whether work is left, so that the next turn should come soon.
     */
    public boolean flush() {
        boolean more = clients.flush();
        leaderLink.flush();
        return more;
    }

    /** Does the work that is due by time, and ends the turn; returns what {@link #flush} returns. */
    public boolean tick() {
        long nowNanos = clock.nanoTime();
        boolean stalled = nowNanos - tickedNanos > STALL_NANOS;
        tickedNanos = nowNanos;
        health.tick(stalled);
        LeaderRole role = leaderLink.role();
        if (role != null) {
            if (stalled) {
                role.stalled();
            }
            role.tick();
        }
        leaderLink.tick();
        pending.tick();
        timers.tick();
        clients.tick();
        renewals.tick();
        registration.tick();
        lossRecord.tick();
        return flush();
    }

    /** Why this server cannot go on with the log, in words for the operator; null if it can. */
    public @Nullable String contradiction() {
        return entries.outgrown() == null ? registration.contradiction() : entries.outgrown();
    }

    /** Index of the newest entry in this server's map. */
    public long appliedIndex() {
        return map.appliedIndex();
    }

    /** This server's map, for reading only. */
    public LockStateMachine machine() {
        return map.machine();
    }

    /** The leader's number, as far as this server knows; 0 if none. */
    public int leader() {
        return leaderLink.leader();
    }

    /** Whether this node leads. */
    public boolean leads() {
        return leaderLink.role() != null;
    }

    /** Transfers leadership to another voter that has caught up, if this node leads and there is such a voter. */
    public void transferLeadership() {
        if (leads()) {
            replication.transferLeadership(Replication.ANY_VOTER);
        }
    }
}
