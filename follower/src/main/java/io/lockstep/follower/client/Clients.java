package io.lockstep.follower.client;

import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.Timers;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.session.LocalSessions;
import io.lockstep.follower.session.RenewalReports;
import java.util.ArrayDeque;

/** The clients that are connected to this server. Everything here runs on the loop thread. */
public final class Clients {

    private final NodeSettings settings;
    private final LocalSessions sessions;
    private final Timers timers;
    private final Watches watches = new Watches();
    private final LocalReads localReads;
    private final Replies replies;
    private final LockAnswers answers;
    private final SessionRequests sessionRequests;
    private final RequestHandlers handlers;
    private final ArrayDeque<Conversation> readyToAdvance = new ArrayDeque<>();
    private int connections;

    /** The clients of the server {@code self}, of which there are none yet. */
    public Clients(
            NodeIdentity self,
            NodeSettings settings,
            Replication replication,
            ReplicatedMap map,
            LeaderLink leaderLink,
            PendingRequests pending,
            LocalSessions sessions,
            RenewalReports renewals,
            Timers timers) {
        this.settings = settings;
        this.sessions = sessions;
        this.timers = timers;
        ServerFacts facts = new ServerFacts(self, leaderLink, replication, () -> connections);
        LockOptions options = new LockOptions(map);
        this.replies = new Replies(options);
        this.localReads = new LocalReads(map, pending, leaderLink, timers);
        this.answers = new LockAnswers(map, replies);
        this.sessionRequests = new SessionRequests(
                self, facts, map, pending, localReads, renewals, replies, timers, settings.requestTimeoutNanos());
        this.handlers = new RequestHandlers(
                new LockRequests(map, pending, answers, replies),
                new CancelRequests(map, pending, replies),
                new MapRequests(map, pending, localReads, leaderLink, options, replies),
                sessionRequests,
                new ServerRequests(self, settings, map, leaderLink, pending, sessions, facts),
                new WatchRequests(map, localReads, watches, options));
    }

    /** A client has connected; it is greeted at once. */
    public Conversation connected(ClientChannel channel) {
        connections++;
        Conversation conversation = new Conversation(this, channel);
        sessionRequests.greet(channel);
        return conversation;
    }

    void closed(Conversation conversation) {
        connections--;
        watches.closed(conversation);
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

    /** The turn of a conversation's next request has come; it begins with the next {@link #flush}. */
    void readyToAdvance(Conversation conversation) {
        readyToAdvance.add(conversation);
    }

    /** The watches of this server's clients. */
    public Watches watches() {
        return watches;
    }

    /** When this server may answer from its own map. */
    public LocalReads localReads() {
        return localReads;
    }

    /**
     * Answers reads that waited for the map, and begins requests whose turn has come, at the end of a turn: never within the
     * call that answered the request before them.
     */
    public void flush() {
        localReads.flush();
        Conversation next = readyToAdvance.poll();
        while (next != null) {
            next.advance();
            next = readyToAdvance.poll();
        }
    }

    /** Does what is due by time. */
    public void tick() {
        localReads.tick();
        watches.tick();
    }
}
