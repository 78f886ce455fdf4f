package io.lockstep.leader.node;

import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.Effect;
import io.lockstep.common.lock.Entry;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.StateImage;
import io.lockstep.leader.replication.Replication;
import io.lockstep.leader.replication.ReplicationEvents;
import io.lockstep.leader.replication.SnapshotView;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server, whole, apart from its sockets and its log. Whoever runs it calls it on one thread: when a client or another
 * server says something, when the replicated log does, {@link #flush} after each round of such calls, and {@link #tick}
 * every {@link #TICK_NANOS}. It never blocks.
 *
 * <p>The way of one LOCK: {@link Conversation#line}, {@link LockRequests#lock}, {@link PendingRequests#submit}, {@link
 * LeaderLink#send} to whoever leads, {@link Leadership#receive} there, {@link Leadership#flush} into the log, {@link
 * #applied} on every server, and where the request is pending, back to {@link LockRequests} for the reply.
 */
public final class Node implements ReplicationEvents {

    /** Between two ticks. */
    public static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A node that was not ticked for this long stood still, and may have missed renewals that wait in its sockets. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private final NodeIdentity self;
    private final NodeClock clock;
    private final Replication replication;
    private final long logBytesPerSnapshot;
    private final ReplicatedMap map;
    private final LeaderLink leaderLink;
    private final PendingRequests pending;
    private final Timers timers;
    private final LocalReads localReads;
    private final HeardSessions heard;
    private final SessionsHere sessionsHere;
    private final Watches watches = new Watches();
    private final AppliedNews news;
    private final NodeServices services;
    private final ClusterUpkeep upkeep;
    private final RequestHandlers handlers;
    private int connections;
    private long proposalLast;
    private long logBytesSinceSnapshot;
    private long tickedNanos;

    /**
     * @param replicationFor makes the replicated log, which tells this node of its events from the next call on
     * @param random for session keys; must be a good one, as a key is a secret
     */
    public Node(
            NodeIdentity self,
            NodeSettings settings,
            Function<ReplicationEvents, Replication> replicationFor,
            PeerNetwork peers,
            NodeClock clock,
            RandomGenerator random) {
        this.self = self;
        this.clock = clock;
        this.replication = replicationFor.apply(this);
        this.logBytesPerSnapshot = settings.logBytesPerSnapshot();
        this.map = new ReplicatedMap(clock);
        this.leaderLink = new LeaderLink(self.server(), map, replication, peers);
        this.pending = new PendingRequests(self.home(), map, leaderLink, clock, settings);
        this.timers = new Timers(clock);
        this.localReads = new LocalReads(self.home(), map, pending, leaderLink, clock);
        this.heard = new HeardSessions(self, leaderLink, clock);
        this.sessionsHere = new SessionsHere(self.home(), map, pending);
        this.news = new AppliedNews(self.home(), map, pending, sessionsHere, watches);
        this.services = new NodeServices(
                self,
                settings,
                clock,
                random,
                map,
                leaderLink,
                pending,
                heard,
                sessionsHere,
                localReads,
                watches,
                timers);
        this.upkeep = new ClusterUpkeep(services, replication);
        this.handlers =
                new RequestHandlers(services, new ServerFacts(self, leaderLink, replication, () -> connections));
        this.tickedNanos = clock.nanoTime();
        leaderLink.answerTo(this::answered);
    }

    /** A client has connected; it is greeted at once. */
    public Conversation connected(ClientChannel channel) {
        connections++;
        Conversation conversation = new Conversation(channel, handlers, services, () -> connections--);
        handlers.greet(channel);
        return conversation;
    }

    /** This node's channel to another server is up: what could not be sent so far can be. */
    public void peerConnected(PeerChannel channel) {
        if (channel.server() == leaderLink.leader()) {
            pending.sendAllAgain();
        }
    }

    /** A channel to or from another server is closed. Whatever was sent over it may have arrived, or not. */
    public void peerClosed(PeerChannel channel) {
        if (channel.server() == leaderLink.leader()) {
            pending.sendAllAgain();
        }
    }

    /** Another server says something. */
    public void peerMessage(PeerChannel from, PeerMessage message) {
        if (message instanceof PeerMessage.Forward forward) {
            ask(from, forward.term(), message, new PeerMessage.NotDecided(forward.attempt()));
        } else if (message instanceof PeerMessage.ConfirmRead read) {
            ask(from, read.term(), message, new PeerMessage.NotDecided(read.attempt()));
        } else if (message instanceof PeerMessage.Heard report) {
            ask(from, report.term(), message, null);
        } else if (message instanceof PeerMessage.Join join) {
            upkeep.join(from, join);
        } else {
            answered(message);
        }
    }

    private void ask(PeerChannel from, long term, PeerMessage message, @Nullable PeerMessage otherwise) {
        Leadership leadership = leaderLink.leadership();
        if (leadership != null && leadership.term() == term) {
            leadership.receive(message, from::send);
        } else if (otherwise != null) {
            from.send(otherwise);
        }
    }

    private void answered(PeerMessage message) {
        if (message instanceof PeerMessage.Renewed renewed) {
            heard.renewed(renewed);
        } else {
            pending.receive(message);
        }
    }

    @Override
    public void applied(long index, byte[] bytes) {
        Entry entry = EntryCodec.decode(bytes);
        List<Effect> effects = map.apply(index, entry);
        news.applied(entry, effects, index);
        Leadership leadership = leaderLink.leadership();
        if (leadership != null) {
            leadership.applied(entry, effects);
        }
        localReads.applied(entry);
        map.wakeWaiters();
        logBytesSinceSnapshot += bytes.length;
        if (logBytesSinceSnapshot >= logBytesPerSnapshot) {
            logBytesSinceSnapshot = 0;
            replication.requestSnapshot();
        }
    }

    @Override
    public void leading(long term) {
        LOG.info("server {} leads in term {}", self.server(), term);
        endLeadership();
        leaderLink.lead(new Leadership(term, self.home(), map, replication, clock, () -> ++proposalLast));
        localReads.leading();
        pending.sendAllAgain();
    }

    @Override
    public void following(int leader, long term) {
        LOG.info("server {} follows server {} in term {}", self.server(), leader, term);
        endLeadership();
        leaderLink.follow(leader, term);
        pending.sendAllAgain();
    }

    @Override
    public void leaderless(long term) {
        LOG.info("server {} knows of no leader in term {}", self.server(), term);
        endLeadership();
        leaderLink.follow(0, term);
    }

    private void endLeadership() {
        Leadership leadership = leaderLink.leadership();
        if (leadership != null) {
            leaderLink.follow(0, leadership.term());
            leadership.end();
        }
    }

    @Override
    public SnapshotView snapshotWanted() {
        StateImage image = map.machine().freeze();
        return () -> SnapshotCodec.encode(image);
    }

    @Override
    public void snapshotLoaded(long index, byte[] snapshot) {
        LockStateMachine before = map.machine();
        map.replace(index, LockStateMachine.restore(SnapshotCodec.decode(snapshot)));
        news.mapReplaced(before);
        map.wakeWaiters();
    }

    /** Does what has gathered: proposes and confirms, if this node leads. To be called after each round of events. */
    public void flush() {
        Leadership leadership = leaderLink.leadership();
        if (leadership != null) {
            leadership.flush();
        }
    }

    /** Does what is due by time. */
    public void tick() {
        long nowNanos = clock.nanoTime();
        boolean stalled = nowNanos - tickedNanos > STALL_NANOS;
        tickedNanos = nowNanos;
        Leadership leadership = leaderLink.leadership();
        if (leadership != null) {
            if (stalled) {
                leadership.leases().stalled();
            }
            leadership.tick();
        }
        pending.tick();
        timers.tick();
        localReads.tick();
        heard.tick();
        watches.tick();
        upkeep.tick();
        flush();
    }

    /** The settings and servers in the log do not agree with how this server was started; null while nothing is wrong. */
    public @Nullable String contradiction() {
        return upkeep.contradiction();
    }

    /** Index of the newest entry in this server's map. */
    public long appliedIndex() {
        return map.appliedIndex();
    }

    /** The map as this server has it; for looking only. */
    public LockStateMachine machine() {
        return map.machine();
    }

    /** Number of the server that leads, as far as this one knows; 0 if none. */
    public int leader() {
        return leaderLink.leader();
    }

    /** Whether this node leads. */
    public boolean leads() {
        return leaderLink.leadership() != null;
    }

    /** Hands leadership to another voter, if this node leads and there is one that is level. */
    public void transferLeadership() {
        if (leads()) {
            replication.transferLeadership();
        }
    }

    /** Whether this server may answer from its own map. */
    public boolean level() {
        return localReads.level();
    }
}
