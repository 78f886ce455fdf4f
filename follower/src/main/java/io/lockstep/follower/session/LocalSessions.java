package io.lockstep.follower.session;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Line;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are bound to connections of this server. It delivers the events of the log to them. Loop thread
 * only.
 */
public final class LocalSessions {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final RenewalReports renewals;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final IdleSessions idle;
    private final Map<Long, LocalSession> sessions = new HashMap<>();

    /**
     * @param home this run of this server
     * @param random for session keys, which are secrets: must be cryptographically strong
     */
    public LocalSessions(
            ServerIncarnation home,
            ReplicatedMap map,
            PendingRequests pending,
            RenewalReports renewals,
            NodeClock clock,
            RandomGenerator random) {
        this.home = home;
        this.map = map;
        this.pending = pending;
        this.renewals = renewals;
        this.clock = clock;
        this.random = random;
        this.idle = new IdleSessions(home.server(), map, pending, clock);
    }

    ServerIncarnation home() {
        return home;
    }

    PendingRequests pending() {
        return pending;
    }

    RenewalReports renewals() {
        return renewals;
    }

    long nanoTime() {
        return clock.nanoTime();
    }

    SessionKey newKey() {
        return new SessionKey(random.nextLong(), random.nextLong());
    }

    /** A source of secrets: cryptographically strong. */
    public RandomGenerator random() {
        return random;
    }

    /** A number that tells one resumption of a session from another; never 0. */
    long newAttempt() {
        return random.nextLong() | 1;
    }

    @Nullable
    Session inMap(long number) {
        return map.machine().session(number);
    }

    /** The number of sessions bound here. */
    public int count() {
        return sessions.size();
    }

    /** Does the work that is due by time. */
    public void tick() {
        idle.tick(sessions.keySet());
    }

    void disconnected(LocalSession session) {
        idle.disconnected(session.number());
    }

    void bound(LocalSession session) {
        idle.gone(session.number());
        LocalSession before = sessions.put(session.number(), session);
        if (before != null && before != session) {
            takenOver(before);
        }
    }

    void unbound(LocalSession session) {
        sessions.remove(session.number(), session);
    }

    /** Delivers a lock event to its session, if the session lost the lock or the event answers a queued request. */
    public void happened(LockEvent event, long index) {
        LocalSession session = sessions.get(event.session());
        if (session == null) {
            return;
        }
        if (event instanceof LockEvent.Answered answered) {
            session.connection().answered(answered.request(), new Outcome.Decided(answered.answer(), index));
        } else if (event instanceof LockEvent.Released released) {
            if (released.reason() == LockEvent.Ending.EXPIRED) {
                lost(session, released.name(), released.token(), "expired", "the session's lease ran out");
            } else if (released.reason() == LockEvent.Ending.FORCED) {
                lost(session, released.name(), released.token(), "forced", "an operator released the lock by force");
            }
        }
    }

    private static void lost(LocalSession session, LockName name, long token, String reason, String message) {
        session.connection()
                .push(Line.push("LOST")
                        .value(name.text())
                        .option("token", token)
                        .option("reason", reason)
                        .message(message));
    }

    /** Delivers the forced releases between the former map and the snapshot that replaced it. */
    public void forceReleased(List<AuditRecord> records) {
        for (AuditRecord audited : records) {
            if (audited.act() instanceof AuditRecord.ForcedRelease forced) {
                HolderStatus holder = forced.holder();
                LocalSession session = sessions.get(holder.session());
                if (session != null) {
                    lost(session, holder.name(), holder.token(), "forced", "an operator released the lock by force");
                }
            }
        }
    }

    /** Delivers the end of a session, or its move to another connection, if the command was one. */
    public void applied(Command command, CommandResult result) {
        if (result instanceof CommandResult.SessionEnded) {
            if (command instanceof Command.ExpireSession expire) {
                idle.gone(expire.session());
                over(expire.session(), "expired", "the session's lease ran out without a renewal; its locks are lost");
            } else if (command instanceof Command.EndIdleSession ended) {
                idle.gone(ended.session());
                over(ended.session(), "expired", "the session was ended, since there was no room for others");
            } else if (command instanceof Command.CloseSession close) {
                idle.gone(close.session());
                over(close.session(), "closed", "the session was ended");
            }
        } else if (command instanceof Command.ChangeAccess change
                && change.change() instanceof AccessChange.RemoveUser
                && result instanceof CommandResult.AccessChanged) {
            userRemoved();
        } else if (command instanceof Command.ResumeSession && result instanceof CommandResult.SessionOpened opened) {
            idle.gone(opened.session());
            LocalSession session = sessions.get(opened.session());
            if (session != null && session.generation() < opened.generation()) {
                sessions.remove(opened.session());
                takenOver(session);
            }
        }
    }

    private void userRemoved() {
        for (long number : List.copyOf(sessions.keySet())) {
            if (inMap(number) == null) {
                over(number, "removed", "the user of this session was removed; its locks are lost");
            }
        }
    }

    /**
     * Takes a session that was opened for a request of this server that is no longer pending. If the session ends with
     * its connection, it is closed at once, since there is no connection.
     */
    public void openedWithoutRequest(CommandResult.SessionOpened opened) {
        Session session = inMap(opened.session());
        if (session != null && isOrphan(session)) {
            close(session);
        }
    }

    private boolean isOrphan(Session session) {
        return !session.resumable()
                && session.lease() == null
                && session.home().equals(home)
                && !sessions.containsKey(session.number());
    }

    private void close(Session session) {
        pending.submitUntilDecided(new Command.CloseSession(session.number(), session.generation()));
    }

    /** A snapshot replaced the map: sessions may have ended, moved, or been opened for a request that is gone. */
    public void mapReplaced() {
        LockStateMachine machine = map.machine();
        for (LocalSession each : List.copyOf(sessions.values())) {
            Session session = machine.session(each.number());
            if (session == null) {
                over(each.number(), "expired", "the session has ended; its locks are lost");
            } else if (session.generation() != each.generation()) {
                sessions.remove(each.number(), each);
                takenOver(each);
            } else {
                each.connection().mapReplaced();
            }
        }
        List.copyOf(machine.sessions(0)).stream().filter(this::isOrphan).forEach(this::close);
    }

    private static void takenOver(LocalSession session) {
        session.over("taken-over", "the session was resumed on another connection");
    }

    private void over(long number, String reason, String message) {
        LocalSession session = sessions.remove(number);
        if (session != null) {
            session.over(reason, message);
        }
    }
}
