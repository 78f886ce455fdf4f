package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The locks as {@link LogReading} follows them through the log, by the rules in the words of {@code docs/PROTOCOL.md}:
 * each command changes {@link CurrentLocks} and adds to {@link LockHistory}.
 */
final class LoggedLocks {

    final CurrentLocks now = new CurrentLocks();
    private final LockHistory history;
    private final Map<Long, LoggedSession> sessions;
    private final LoggedUsers users;
    private long tokens;
    private Moment moment = Moment.BEGINNING;
    private long clusterMillis;

    LoggedLocks(Map<Long, LoggedSession> sessions, LoggedUsers users, LockHistory history) {
        this.history = history;
        this.sessions = sessions;
        this.users = users;
    }

    /** Moves to the moment of the next command. */
    void at(Moment next, long cluster) {
        moment = next;
        clusterMillis = cluster;
    }

    // LOCK, RELEASE, FORCE. Each returns whether the request has its answer now.

    boolean acquire(LoggedSession session, Command.Acquire command) {
        List<String> names = command.names().stream().map(LockName::text).toList();
        long number = command.request().number();
        boolean isThere = now.held.stream()
                        .anyMatch(each -> each.session == session.number && names.contains(each.name))
                || now.queue.stream()
                        .anyMatch(each -> each.session == session.number && CurrentLocks.hasAny(each.names, names));
        if (isThere
                || now.exceedsLimit(session, names.size())
                || exceedsQuota(Quotas.Kind.LOCKS, session, names.size())
                || now.disagrees(names, command.mode())) {
            return true;
        }
        if (names.stream().allMatch(name -> now.queue(name).isEmpty() && now.hasRoom(name, command.mode()))) {
            grant(session, number, names, command.mode(), command.delayMillis());
            return true;
        }
        if (command.waitMillis() == 0
                || exceedsQuota(Quotas.Kind.WAITERS, session, 1)
                || now.closesCycle(session.number, names)) {
            return true;
        }
        LoggedWait wait = new LoggedWait(
                session.number,
                number,
                names,
                command.mode(),
                moment,
                clusterMillis + command.waitMillis(),
                command.delayMillis());
        now.queue.add(wait);
        history.add(wait);
        for (String name : names) {
            event(name, "QUEUED", session.number, "pos=" + now.queue(name).size());
        }
        return false;
    }

    private boolean exceedsQuota(Quotas.Kind kind, LoggedSession session, int more) {
        long most = users.named(session.user(), moment.place())
                .map(user -> user.quota(kind))
                .orElse(0L);
        Predicate<Long> isOfUser = number -> sessions.get(number).user().equals(session.user());
        return most > 0 && (kind == Quotas.Kind.LOCKS ? now.locksOf(isOfUser) : now.waitersOf(isOfUser)) + more > most;
    }

    private void grant(LoggedSession session, long request, List<String> names, LockMode mode, long delayMillis) {
        tokens++;
        for (String name : names) {
            Ownership ownership = new Ownership(name, mode, tokens, session.number, request, moment, delayMillis);
            now.held.add(ownership);
            history.add(ownership);
            event(name, "GRANTED", session.number, "token=" + tokens + " mode=" + word(mode));
        }
        history.appliedRequests.add(new AppliedRequest(session.number, request, Verb.LOCK, names, tokens, moment));
    }

    private static String word(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE)
                ? "exclusive"
                : mode.equals(LockMode.SHARED) ? "shared" : Integer.toString(mode.holdersMax());
    }

    void release(LoggedSession session, Command.Release command) {
        List<Ownership> owned = new ArrayList<>();
        for (LockName name : command.names()) {
            now.held.stream()
                    .filter(each -> each.name.equals(name.text()) && each.session == session.number)
                    .filter(each -> command.token() == 0 || command.token() == each.token)
                    .filter(each -> each.request < command.request().number())
                    .forEach(owned::add);
        }
        if (owned.size() < command.names().size()) {
            return;
        }
        for (Ownership ownership : owned) {
            end(ownership, Ownership.End.RELEASED);
        }
        List<String> names = owned.stream().map(each -> each.name).toList();
        history.appliedRequests.add(new AppliedRequest(
                session.number, command.request().number(), Verb.RELEASE, names, owned.get(0).token, moment));
        grantNext(names);
    }

    void force(LoggedSession operator, Command.ForceRelease command) {
        for (Ownership ownership : now.holders(command.name().text())) {
            if (ownership.token == command.token()) {
                List<String> names = List.of(ownership.name);
                end(ownership, Ownership.End.FORCED);
                String act = "lock " + ownership.name + " " + ownership.token + " "
                        + sessions.get(ownership.session).clientId;
                history.audit.add(
                        new LoggedAudit(act, command.operator(), operator.lastAddress(), command.reason(), moment));
                history.appliedRequests.add(new AppliedRequest(
                        operator.number, command.request().number(), Verb.FORCE, names, ownership.token, moment));
                grantNext(names);
            }
        }
    }

    private void end(Ownership ownership, Ownership.End how) {
        now.held.remove(ownership);
        ownership.end = moment;
        ownership.how = how;
        if (how == Ownership.End.SESSION_EXPIRED) {
            event(ownership.name, "EXPIRED", ownership.session, "token=" + ownership.token);
        } else {
            String reason =
                    how == Ownership.End.RELEASED ? "release" : how == Ownership.End.FORCED ? "forced" : "closed";
            event(ownership.name, "RELEASED", ownership.session, "token=" + ownership.token + " reason=" + reason);
        }
        if (how.isLoss() && ownership.delayMillis > 0) {
            block(ownership.name, clusterMillis + ownership.delayMillis);
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
        sessions.get(wait.session).answeredWait(wait.request, how == LoggedWait.End.CANCELLED);
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
        }
    }

    /** Ends the waits and locks of sessions that have ended, and only then grants what became free. */
    void endSessions(List<LoggedSession> ended) {
        List<String> free = new ArrayList<>();
        for (LoggedSession session : ended) {
            boolean expired = session.how() == Ownership.End.SESSION_EXPIRED;
            for (LoggedWait wait : List.copyOf(now.queue)) {
                if (wait.session == session.number) {
                    leave(wait, expired ? LoggedWait.End.SESSION_EXPIRED : LoggedWait.End.SESSION_CLOSED);
                    free.addAll(wait.names);
                }
            }
        }
        for (LoggedSession session : ended) {
            for (Ownership ownership : List.copyOf(now.held)) {
                if (ownership.session == session.number) {
                    end(ownership, session.how());
                    free.add(ownership.name);
                }
            }
        }
        grantNext(free);
    }

    /** Ends waits and delays in the order in which they are due; at one moment, delays first. */
    void passTime(long untilMillis) {
        while (true) {
            long dueMillis = Long.MAX_VALUE;
            for (LoggedWait wait : now.queue) {
                dueMillis = Math.min(dueMillis, wait.deadlineClusterMillis);
            }
            for (LoggedDelay delay : now.blocked.values()) {
                dueMillis = Math.min(dueMillis, delay.untilClusterMillis);
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
    }

    /**
     * Grants what the queues allow, in the order in which the locks became free; locks granted along with one come
     * last.
     */
    private void grantNext(List<String> free) {
        List<String> toLookAt = new ArrayList<>(free);
        while (!toLookAt.isEmpty()) {
            String name = toLookAt.remove(0);
            while (!now.queue(name).isEmpty()
                    && now.mayBeGranted(now.queue(name).get(0))) {
                LoggedWait first = now.queue(name).get(0);
                leave(first, LoggedWait.End.GRANTED);
                LoggedSession session = sessions.get(first.session);
                grant(session, first.request, first.names, first.mode, first.delayMillis);
                session.answeredWait(first.request, false);
                first.names.stream().filter(other -> !other.equals(name)).forEach(toLookAt::add);
            }
        }
    }

    private void event(String name, String kind, long session, String detail) {
        history.events.add(new LoggedEvent(name, kind, sessions.get(session).clientId, detail, moment));
    }
}
