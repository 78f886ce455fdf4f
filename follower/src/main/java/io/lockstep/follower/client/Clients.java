package io.lockstep.follower.client;

import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.follower.access.Access;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.ClusterHealth;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.LockCensus;
import io.lockstep.follower.map.MapHash;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.metrics.LockFigures;
import io.lockstep.follower.metrics.NodeMetrics;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.session.LocalSessions;
import io.lockstep.follower.session.RenewalReports;
import io.lockstep.follower.session.SessionRows;
import io.lockstep.follower.watch.EventLines;
import io.lockstep.follower.watch.Watches;
import java.util.ArrayDeque;

/** The clients that are connected to this server. Loop thread only; no call blocks. */
public final class Clients {

    private final NodeSettings settings;
    private final LocalSessions sessions;
    private final Timers timers;
    private final Watches watches;
    private final MapHash mapHash;
    private final ParkedRequests parked;
    private final LocalReads localReads;
    private final Replies replies;
    private final LockAnswers answers;
    private final SessionRequests sessionRequests;
    private final BackupRequests backups;
    private final RequestHandlers handlers;
    private final Access access;
    private final AccessRequests accessRequests;
    private final NodeMetrics metrics;
    private final LockCensus census;
    private final ArrayDeque<Conversation> readyToAdvance = new ArrayDeque<>();
    private int connections;

    /** Makes the handlers of all verbs for the server {@code self}. No client is connected yet. */
    public Clients(
            NodeIdentity self,
            NodeSettings settings,
            Replication replication,
            ReplicatedMap map,
            LeaderLink leaderLink,
            ClusterHealth health,
            PendingRequests pending,
            LocalSessions sessions,
            RenewalReports renewals,
            Timers timers) {
        this.settings = settings;
        this.metrics = new NodeMetrics(timers.clock()::nanoTime);
        this.census = new LockCensus(map);
        this.sessions = sessions;
        this.timers = timers;
        ServerFacts facts = new ServerFacts(self, map, leaderLink, replication, health, () -> connections);
        LockOptions options = new LockOptions(map);
        this.access = new Access(map, settings.access().usersRequired());
        this.watches =
                new Watches(settings.watchesMax(), event -> EventLines.text(event, options.labelOf(event.session())));
        this.mapHash = new MapHash(map);
        this.replies = new Replies(options);
        this.parked = new ParkedRequests(settings.pendingMax());
        this.localReads = new LocalReads(map, pending, leaderLink, timers, parked, replies, this::stillAdmits);
        this.answers = new LockAnswers(map, replies);
        this.sessionRequests = new SessionRequests(
                self,
                facts,
                map,
                pending,
                localReads,
                renewals,
                replies,
                timers,
                parked,
                settings.requestTimeoutNanos(),
                access);
        this.backups = new BackupRequests(self, map, localReads, timers.clock());
        this.accessRequests = new AccessRequests(
                self,
                settings,
                facts,
                map,
                access,
                pending,
                localReads,
                answers,
                replies,
                timers,
                parked,
                sessions.random());
        this.handlers = new RequestHandlers(
                new LockRequests(map, pending, answers, replies),
                new CancelRequests(map, pending, replies),
                new MapRequests(map, pending, localReads, new SessionRows(map, leaderLink), options, replies, access),
                sessionRequests,
                new ServerRequests(self, settings, map, mapHash, leaderLink, pending, sessions, watches, facts),
                backups,
                new OperatorRequests(map, pending, leaderLink, replication, replies),
                new WatchRequests(map, localReads, watches, options, access),
                accessRequests);
    }

    /** Greets a new client and returns its conversation. */
    public Conversation connected(ClientChannel channel) {
        connections++;
        Conversation conversation = new Conversation(this, channel);
        sessionRequests.greet(channel);
        return conversation;
    }

    void closed(Conversation conversation) {
        connections--;
        parked.closed(conversation);
        watches.closed(conversation);
        backups.closed(conversation);
        conversation.locksUnderWay().queued().forEach(ClientRequest::connectionClosed);
    }

    ClientRequest begun(Conversation conversation, ParsedLine.Accepted line, boolean inOrder, int bytes) {
        return new ClientRequest(conversation, line.tag(), inOrder, line.request(), bytes, metrics.requests());
    }

    /** What is counted of this node. */
    public NodeMetrics metrics() {
        return metrics;
    }

    /** What a look at every lock finds. */
    public LockFigures census() {
        return census;
    }

    Access access() {
        return access;
    }

    /** Whether a client may ask this; if not, the request is answered, or handled again once that can be told. */
    boolean admits(ClientRequest request) {
        if (!localReads.level() && access.needsUsers(request.request())) {
            localReads.whenAt(0, request, () -> request.request().accept(handlers, request));
            return false;
        }
        return accessRequests.admits(request);
    }

    private boolean stillAdmits(ClientRequest request) {
        return accessRequests.admits(request);
    }

    RequestHandlers handlers() {
        return handlers;
    }

    LocalSessions sessions() {
        return sessions;
    }

    Timers timers() {
        return timers;
    }

    Replies replies() {
        return replies;
    }

    LockAnswers answers() {
        return answers;
    }

    int inFlightMax() {
        return settings.inFlightMax();
    }

    /** Schedules the conversation's next request for the next {@link #flush}. */
    void readyToAdvance(Conversation conversation) {
        readyToAdvance.add(conversation);
    }

    /** The watches of this server's clients. */
    public Watches watches() {
        return watches;
    }

    /** The gate for reads from this server's own map. */
    public LocalReads localReads() {
        return localReads;
    }

    /**
     * Ends a turn: answers reads that waited for the map, and starts the requests whose turn has come. They never start
     * inside the call that answered the request before them. Returns whether work is left, cut into pieces, for which
     * the next turn should come soon.
     */
    public boolean flush() {
        boolean moreTimers = timers.advance();
        boolean moreReads = localReads.flush();
        boolean moreToHash = mapHash.advance();
        Conversation next = readyToAdvance.poll();
        while (next != null) {
            next.advance();
            next = readyToAdvance.poll();
        }
        return watches.flush() || moreTimers || moreReads || moreToHash;
    }

    /** Does the work that is due by time. */
    public void tick() {
        localReads.tick();
        mapHash.tick();
        census.tick();
        watches.tick();
        backups.tick();
        accessRequests.tick();
        sessions.tick();
    }
}
