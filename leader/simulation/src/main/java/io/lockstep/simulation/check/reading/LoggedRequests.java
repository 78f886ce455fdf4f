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

/** LOCK, RELEASE and FORCE as {@link LogReading} follows them: what each does to {@link LoggedLocks}. */
final class LoggedRequests {

    private final LoggedLocks locks;
    private final Map<Long, LoggedSession> sessions;
    private final LoggedUsers users;
    private final LockHistory history;

    LoggedRequests(LoggedLocks locks, LoggedSessions sessions, LoggedUsers users, LockHistory history) {
        this.locks = locks;
        this.sessions = sessions.byNumber;
        this.users = users;
        this.history = history;
    }

    /** Returns whether the request has its answer locks.now. */
    boolean acquire(LoggedSession session, Command.Acquire command) {
        List<String> names = command.names().stream().map(LockName::text).toList();
        long number = command.request().number();
        boolean isThere = locks.now.held.stream()
                        .anyMatch(each -> each.session == session.number && names.contains(each.name))
                || locks.now.queue.stream()
                        .anyMatch(each -> each.session == session.number && CurrentLocks.hasAny(each.names, names));
        if (isThere || locks.now.exceedsLimit(session, names.size()) || isOutOfReach(session, names, command.mode())) {
            return true;
        }
        if (isFree(names, command.mode())) {
            locks.grant(session, session.number, number, names, command.mode(), command.delayMillis());
            return true;
        }
        if (command.waitMillis() == 0
                || exceedsQuota(Quotas.Kind.WAITERS, session, 1)
                || locks.now.closesCycle(session.number, names)) {
            return true;
        }
        locks.queue(session, session, command);
        return false;
    }

    boolean isOutOfReach(LoggedSession session, List<String> names, LockMode mode) {
        return exceedsQuota(Quotas.Kind.LOCKS, session, names.size()) || locks.now.disagrees(names, mode);
    }

    boolean isFree(List<String> names, LockMode mode) {
        return names.stream().allMatch(name -> locks.now.queue(name).isEmpty() && locks.now.hasRoom(name, mode));
    }

    boolean exceedsQuota(Quotas.Kind kind, LoggedSession session, int more) {
        long most = users.named(session.user(), locks.moment().place())
                .map(user -> user.quota(kind))
                .orElse(0L);
        Predicate<Long> isOfUser = number -> sessions.get(number).user().equals(session.user());
        return most > 0
                && (kind == Quotas.Kind.LOCKS ? locks.now.locksOf(isOfUser) : locks.now.waitersOf(isOfUser)) + more
                        > most;
    }

    void release(LoggedSession session, Command.Release command) {
        List<Ownership> owned = new ArrayList<>();
        for (LockName name : command.names()) {
            locks.now.held.stream()
                    .filter(each -> each.name.equals(name.text()) && each.session == session.number)
                    .filter(each -> command.token() == 0 || command.token() == each.token)
                    .filter(each -> each.request < command.request().number())
                    .forEach(owned::add);
        }
        if (owned.size() < command.names().size()) {
            return;
        }
        for (Ownership ownership : owned) {
            locks.end(ownership, Ownership.End.RELEASED);
        }
        List<String> names = owned.stream().map(each -> each.name).toList();
        locks.applied(session.number, command.request().number(), Verb.RELEASE, names, owned.get(0).token);
        locks.grantNext(names);
    }

    void force(LoggedSession operator, Command.ForceRelease command) {
        for (Ownership ownership : locks.now.holders(command.name().text())) {
            if (ownership.token == command.token()) {
                List<String> names = List.of(ownership.name);
                locks.end(ownership, Ownership.End.FORCED);
                String act = "lock " + ownership.name + " " + ownership.token + " "
                        + sessions.get(ownership.session).clientId;
                history.audit.add(new LoggedAudit(
                        act, command.operator(), operator.lastAddress(), command.reason(), locks.moment()));
                locks.applied(operator.number, command.request().number(), Verb.FORCE, names, ownership.token);
                locks.grantNext(names);
            }
        }
    }
}
