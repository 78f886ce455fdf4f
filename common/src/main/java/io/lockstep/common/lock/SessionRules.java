package io.lockstep.common.lock;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.record.ClientIds;
import io.lockstep.common.size.MapBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides how sessions open, resume and end. */
final class SessionRules {

    private final ClusterState state;

    SessionRules(ClusterState state) {
        this.state = state;
    }

    /** Decides a command that opens, resumes or ends a session; null if it is another one. */
    @Nullable
    Decision decide(Command command) {
        if (command instanceof Command.OpenSession open) {
            return open(open);
        }
        if (command instanceof Command.ResumeSession resume) {
            return resume(resume);
        }
        if (command instanceof Command.CloseSession close) {
            return end(close.session(), close.generation(), LockEvent.Leaving.CLOSED, LockEvent.Ending.CLOSED);
        }
        if (command instanceof Command.ExpireSession expire) {
            return end(expire.session(), expire.generation(), LockEvent.Leaving.EXPIRED, LockEvent.Ending.EXPIRED);
        }
        return command instanceof Command.EndIdleSession idle ? endIdle(idle) : null;
    }

    private Decision open(Command.OpenSession command) {
        Session known = state.sessions.withKey(command.key());
        if (known != null) {
            // The first answer again, even if the session was resumed since: this connection is then the older one.
            return Decision.unchanged(new SessionOpened(known.number(), known.clientId(), Session.FIRST_GENERATION));
        }
        int server = command.home().server();
        if (!state.servers.takesClients(server)) {
            return Decision.refused(new CommandResult.OutOfPlace());
        }
        CommandResult.Refused mayNot = mayNotOpen(command.user());
        if (mayNot != null) {
            return Decision.refused(mayNot);
        }
        int clientId = state.clientIds.next(server);
        if (clientId == ClientIds.NONE
                || (!command.operator() && state.clientIds.left(server) <= state.limits.clientIdsReserved())) {
            return Decision.refused(
                    new CommandResult.Full("client ids of server " + server, state.limits.clientIdsPerServer()));
        }
        if (isTooMuch(command)) {
            return Decision.refused(state.mapFull());
        }
        SessionOpened opened = new SessionOpened(state.sessions.lastNumber() + 1, clientId, Session.FIRST_GENERATION);
        return Decision.changed(opened, () -> state.sessions.open(state.clientIds.take(server), command));
    }

    /** Returns why this user cannot open a session; null if it can. */
    private CommandResult.@Nullable Refused mayNotOpen(String user) {
        if (isStranger(user)) {
            return new CommandResult.NotAUser();
        }
        return state.overQuota(Quotas.Kind.SESSIONS, user, 1);
    }

    private boolean isStranger(String user) {
        return !state.access.isEmpty() && state.access.user(user) == null;
    }

    /** A session from the time before the first user belongs to the first user who takes it up with its key. */
    private static boolean isOfAnother(Session session, String user) {
        return !session.user().isEmpty() && !session.user().equals(user);
    }

    private boolean isTooMuch(Command.OpenSession command) {
        long more = MapBytes.ofSession(command.label());
        return command.operator() ? state.size.exceededByOperatorWith(more) : state.size.exceededWith(more);
    }

    private Decision resume(Command.ResumeSession command) {
        if (isStranger(command.user())) {
            return Decision.refused(new CommandResult.NotAUser());
        }
        Session session = state.sessions.get(command.session());
        if (session == null
                || !session.resumable()
                || !session.key().equals(command.key())
                || isOfAnother(session, command.user())) {
            return Decision.refused(new CommandResult.NoSession());
        }
        if (!state.servers.takesClients(command.home().server())) {
            return Decision.refused(new CommandResult.OutOfPlace());
        }
        if (session.lastAttempt() == command.attempt()) {
            return Decision.unchanged(opened(session, session.generation()));
        }
        if (session.generation() != command.fromGeneration()) {
            return Decision.refused(new CommandResult.TakenOver(session.generation()));
        }
        return Decision.changed(
                opened(session, session.generation() + 1), () -> state.sessions.resume(session, command));
    }

    /** Ends a session that is of no use to its client now, to make room. */
    private Decision endIdle(Command.EndIdleSession command) {
        Session session = state.sessions.get(command.session());
        return session != null && (session.locksHeld() > 0 || session.waitingCount() > 0)
                ? Decision.refused(new CommandResult.SessionInUse())
                : end(command.session(), command.generation(), LockEvent.Leaving.EXPIRED, LockEvent.Ending.EXPIRED);
    }

    /** Ends a session if it still has this generation. */
    private Decision end(long number, long generation, LockEvent.Leaving leaving, LockEvent.Ending ending) {
        Session session = state.sessions.get(number);
        if (session == null || session.lease() != null) {
            return Decision.refused(new CommandResult.NoSession());
        }
        if (session.generation() != generation) {
            return Decision.refused(new CommandResult.TakenOver(session.generation()));
        }
        return Decision.changed(
                new CommandResult.SessionEnded(session.locksHeld()),
                () -> WaitQueues.end(state, List.of(session), leaving, ending));
    }

    private static SessionOpened opened(Session session, long generation) {
        return new SessionOpened(session.number(), session.clientId(), generation);
    }
}
