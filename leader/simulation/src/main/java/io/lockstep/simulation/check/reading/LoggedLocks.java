package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The locks as {@link LogReading} follows them through the log, by the rules in the words of {@code docs/PROTOCOL.md}:
 * each command changes {@link CurrentLocks} and adds to {@link LockHistory}.
 */
final class LoggedLocks {

    final CurrentLocks now = new CurrentLocks();
    private final LockHistory history;
    private final LoggedSessions opened;
    private final Map<Long, LoggedSession> sessions;
    private long tokens;
    private Moment moment = Moment.BEGINNING;
    private long clusterMillis;

    LoggedLocks(LoggedSessions opened, LockHistory history) {
        this.history = history;
        this.opened = opened;
        this.sessions = opened.byNumber;
    }

    Moment moment() {
        return moment;
    }

    long clusterMillis() {
        return clusterMillis;
    }

    /** Moves to the moment of the next command. */
    void at(Moment next, long cluster) {
        moment = next;
        clusterMillis = cluster;
    }

    void queue(LoggedSession session, LoggedSession asker, Command.Acquire command) {
        List<String> names = command.names().stream().map(LockName::text).toList();
        LoggedWait wait = new LoggedWait(
                session,
                asker.number,
                command.request().number(),
                names,
                command.mode(),
                moment,
                moment,
                clusterMillis + command.waitMillis(),
                command.delayMillis());
        now.queue.add(wait);
        history.add(wait);
        for (String name : names) {
            event(name, "QUEUED", session.number, "pos=" + now.queue(name).size());
        }
    }

    /** Gives the place of a wait to another request. */
    void replace(LoggedWait before, LoggedSession asker, Command.Acquire command) {
        LoggedWait wait = new LoggedWait(
                sessions.get(before.session),
                asker.number,
                command.request().number(),
                before.names,
                before.mode,
                moment,
                before.came,
                clusterMillis + command.waitMillis(),
                before.delayMillis);
        now.queue.set(now.queue.indexOf(before), wait);
        history.replace(before, wait);
        before.end = moment;
        before.endClusterMillis = clusterMillis;
        before.how = LoggedWait.End.REPLACED;
        sessions.get(before.asker).cancelled(before.request, moment);
        sessions.get(before.asker).answeredWait(before.request, true);
    }

    void grant(LoggedSession session, long asker, long request, List<String> names, LockMode mode, long delayMillis) {
        tokens++;
        LoggedLease lease = session.lease;
        if (lease != null) {
            lease.run(moment, clusterMillis);
        }
        for (String name : names) {
            Ownership ownership = new Ownership(name, mode, tokens, session, asker, request, moment, delayMillis);
            now.held.add(ownership);
            history.add(ownership);
            event(name, "GRANTED", session.number, "token=" + tokens + " mode=" + word(mode));
        }
        applied(asker, request, Verb.LOCK, names, tokens);
    }

    void applied(long session, long request, Verb verb, List<String> names, long token) {
        history.appliedRequests.add(new AppliedRequest(session, request, verb, names, token, moment));
    }

    private static String word(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE)
                ? "exclusive"
                : mode.equals(LockMode.SHARED) ? "shared" : Integer.toString(mode.holdersMax());
    }

    void end(Ownership ownership, Ownership.End how) {
        end(ownership, how, how.isLoss() ? ownership.delayMillis : 0);
    }

    /** Ends a grant on behalf of its holder, and blocks the lock for so long. */
    void release(Ownership ownership, long holdMillis) {
        end(ownership, Ownership.End.RELEASED, holdMillis);
        grantNext(List.of(ownership.name));
    }

    private void end(Ownership ownership, Ownership.End how, long blockedMillis) {
        now.held.remove(ownership);
        ownership.end = moment;
        ownership.endClusterMillis = clusterMillis;
        ownership.how = how;
        if (how.isExpiry()) {
            event(ownership.name, "EXPIRED", ownership.session, "token=" + ownership.token);
        } else {
            String reason =
                    how == Ownership.End.RELEASED ? "release" : how == Ownership.End.FORCED ? "forced" : "closed";
            event(ownership.name, "RELEASED", ownership.session, "token=" + ownership.token + " reason=" + reason);
        }
        if (blockedMillis > 0) {
            block(ownership.name, clusterMillis + blockedMillis);
        }
        if (ownership.lease != null) {
            opened.endOfGrant(sessions.get(ownership.session), how, moment);
        }
    }

    private void block(String name, long untilMillis) {
        LoggedDelay delay = now.blocked.get(name);
        if (delay == null) {
            delay = new LoggedDelay(moment, untilMillis);
            now.blocked.put(name, delay);
            history.add(name, delay);
        }
        delay.untilClusterMillis = Math.max(delay.untilClusterMillis, untilMillis);
    }

    // The ends of waits.

    /** Removes a request from the queue and grants what it was blocking. */
    void giveUp(LoggedWait wait, LoggedWait.End how) {
        leave(wait, how);
        sessions.get(wait.asker).answeredWait(wait.request, how == LoggedWait.End.CANCELLED);
        grantNext(wait.names);
    }

    private void leave(LoggedWait wait, LoggedWait.End how) {
        now.queue.remove(wait);
        wait.end = moment;
        wait.endClusterMillis = clusterMillis;
        wait.how = how;
        String reason = switch (how) {
            case TIMEOUT -> "timeout";
            case CANCELLED -> "cancelled";
            case SESSION_CLOSED -> "closed";
            default -> "expired";
        };
        if (how != LoggedWait.End.GRANTED) {
            wait.names.forEach(name -> event(name, "UNQUEUED", wait.session, "reason=" + reason));
            if (wait.asker != wait.session) {
                opened.endOfGrant(sessions.get(wait.session), Ownership.End.SESSION_CLOSED, moment);
            }
        }
    }

    /** Ends the waits and locks of sessions that have ended, and only then grants what became free. */
    void endSessions(List<LoggedSession> ended, Ownership.End how) {
        List<String> free = new ArrayList<>();
        for (LoggedSession session : ended) {
            boolean expired = how == Ownership.End.SESSION_EXPIRED;
            for (LoggedWait wait : List.copyOf(now.queue)) {
                if (wait.asker == session.number) {
                    leave(wait, expired ? LoggedWait.End.SESSION_EXPIRED : LoggedWait.End.SESSION_CLOSED);
                    free.addAll(wait.names);
                }
            }
        }
        for (LoggedSession session : ended) {
            for (Ownership ownership : List.copyOf(now.held)) {
                if (ownership.session == session.number) {
                    end(ownership, how);
                    free.add(ownership.name);
                }
            }
        }
        grantNext(free);
    }

    /** Ends what is due, in the order of time; at one moment, delays first, leases last. */
    void passTime(long untilMillis) {
        while (true) {
            long dueMillis = Long.MAX_VALUE;
            for (LoggedWait wait : now.queue) {
                dueMillis = Math.min(dueMillis, wait.deadlineClusterMillis);
            }
            for (LoggedDelay delay : now.blocked.values()) {
                dueMillis = Math.min(dueMillis, delay.untilClusterMillis);
            }
            for (Ownership ownership : now.held) {
                dueMillis = Math.min(dueMillis, leaseEnd(ownership));
            }
            if (dueMillis > untilMillis) {
                return;
            }
            endFirstDue(dueMillis);
        }
    }

    private void endFirstDue(long dueMillis) {
        for (String name : List.copyOf(now.blocked.keySet())) {
            LoggedDelay delay = now.blocked.get(name);
            if (delay.untilClusterMillis == dueMillis) {
                now.blocked.remove(name);
                delay.end = moment;
                grantNext(List.of(name));
                return;
            }
        }
        for (LoggedWait wait : List.copyOf(now.queue)) {
            if (wait.deadlineClusterMillis == dueMillis) {
                giveUp(wait, LoggedWait.End.TIMEOUT);
                return;
            }
        }
        Ownership over = now.held.stream()
                .filter(each -> leaseEnd(each) == dueMillis)
                .min(Comparator.comparingLong(each -> each.session))
                .orElseThrow();
        end(over, Ownership.End.LEASE_EXPIRED);
        grantNext(List.of(over.name));
    }

    private static long leaseEnd(Ownership ownership) {
        LoggedLease lease = ownership.lease;
        return lease == null ? Long.MAX_VALUE : lease.untilClusterMillis();
    }

    /**
     * Grants what the queues allow, in the order in which the locks became free; locks granted along with one come
     * last.
     */
    void grantNext(List<String> free) {
        List<String> toLookAt = new ArrayList<>(free);
        while (!toLookAt.isEmpty()) {
            String name = toLookAt.remove(0);
            while (!now.queue(name).isEmpty()
                    && now.mayBeGranted(now.queue(name).get(0))) {
                LoggedWait first = now.queue(name).get(0);
                leave(first, LoggedWait.End.GRANTED);
                grant(
                        sessions.get(first.session),
                        first.asker,
                        first.request,
                        first.names,
                        first.mode,
                        first.delayMillis);
                sessions.get(first.asker).answeredWait(first.request, false);
                first.names.stream().filter(other -> !other.equals(name)).forEach(toLookAt::add);
            }
        }
    }

    private void event(String name, String kind, long session, String detail) {
        history.events.add(new LoggedEvent(name, kind, sessions.get(session).clientId, detail, moment));
    }
}
