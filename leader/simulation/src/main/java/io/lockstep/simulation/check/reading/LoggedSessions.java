package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.SessionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sessions as {@link LogReading} follows them through the log: how they open, resume and end. */
final class LoggedSessions {

    private static final int CLIENT_IDS_PER_SERVER = 50_000;

    final TreeMap<Long, LoggedSession> byNumber = new TreeMap<>();
    final Map<String, List<LoggedSession>> byAddress = new HashMap<>();
    final Map<Long, LoggedSession> byClientId = new HashMap<>();
    private final Map<SessionKey, LoggedSession> liveByKey = new HashMap<>();
    private final Map<Integer, Long> clientIdsGiven = new HashMap<>();
    private final LoggedServers servers;
    private final LoggedUsers users;

    LoggedSessions(LoggedServers servers, LoggedUsers users) {
        this.servers = servers;
        this.users = users;
    }

    void open(Command.OpenSession open, Moment now) {
        int server = open.home().server();
        if (!liveByKey.containsKey(open.key()) && servers.isThere(server) && mayOpen(open.user(), now)) {
            long given = clientIdsGiven.merge(server, 1L, Long::sum);
            long clientId = (long) CLIENT_IDS_PER_SERVER * server + given - 1;
            LoggedSession session = new LoggedSession(
                    byNumber.size() + 1, clientId, open.ttlMillis(), open.resumable(), open.user(), now);
            byNumber.put(session.number, session);
            byClientId.put(clientId, session);
            liveByKey.put(open.key(), session);
            session.server = server;
            connect(session, open.clientAddress(), now);
        }
    }

    /** Opens the session of a grant with its own lease; null if there may be no more sessions of the user. */
    @Nullable
    LoggedSession openFor(LoggedLease lease, LoggedSession asker, Moment now) {
        if (!mayOpenMore(asker.user(), now)) {
            return null;
        }
        long given = clientIdsGiven.merge(asker.server, 1L, Long::sum);
        long clientId = (long) CLIENT_IDS_PER_SERVER * asker.server + given - 1;
        LoggedSession session =
                new LoggedSession(byNumber.size() + 1, clientId, lease.millis, false, asker.user(), now);
        session.lease = lease;
        session.takeUp(asker.lastAddress(), now);
        byNumber.put(session.number, session);
        byClientId.put(clientId, session);
        return session;
    }

    /** Ends the session of a grant with its own lease, with the grant or the wait for it. */
    void endOfGrant(LoggedSession session, Ownership.End how, Moment now) {
        session.end = now;
        session.how = how;
    }

    private boolean mayOpen(String user, Moment now) {
        return !users.isStranger(user, now) && mayOpenMore(user, now);
    }

    private boolean mayOpenMore(String user, Moment now) {
        long most = users.named(user, now.place())
                .map(known -> known.quota(Quotas.Kind.SESSIONS))
                .orElse(0L);
        return most == 0 || liveOf(user).size() < most;
    }

    /** Returns the live sessions of this user, in the order of their numbers. */
    List<LoggedSession> liveOf(String user) {
        return byNumber.values().stream()
                .filter(session -> session.isLive() && session.user().equals(user))
                .toList();
    }

    void resume(Command.ResumeSession resume, Moment now) {
        LoggedSession session = liveByKey.get(resume.key());
        if (session != null
                && session.number == resume.session()
                && servers.isThere(resume.home().server())
                && !users.isStranger(resume.user(), now)
                && (session.user().isEmpty() || session.user().equals(resume.user()))
                && session.resumable
                && session.lastAttempt != resume.attempt()
                && session.generation == resume.fromGeneration()) {
            session.generation++;
            session.lastAttempt = resume.attempt();
            session.belongTo(resume.user());
            session.server = resume.home().server();
            connect(session, resume.clientAddress(), now);
        }
    }

    private void connect(LoggedSession session, String clientAddress, Moment now) {
        session.takeUp(clientAddress, now);
        byAddress.computeIfAbsent(clientAddress, address -> new ArrayList<>()).add(session);
    }

    @Nullable
    LoggedSession live(long number, long generation) {
        LoggedSession session = byNumber.get(number);
        return session != null && !session.isOfGrant() && session.isLive() && session.generation == generation
                ? session
                : null;
    }

    /** Ends the session and returns it; null if it does not have this generation, or has ended. */
    @Nullable
    LoggedSession end(long number, long generation, Ownership.End how, Moment now) {
        LoggedSession session = live(number, generation);
        if (session != null) {
            session.end = now;
            session.how = how;
            liveByKey.values().remove(session);
        }
        return session;
    }
}
