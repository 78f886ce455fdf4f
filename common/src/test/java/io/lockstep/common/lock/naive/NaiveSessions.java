package io.lockstep.common.lock.naive;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.NotAUser;
import io.lockstep.common.command.CommandResult.OutOfPlace;
import io.lockstep.common.command.CommandResult.SessionEnded;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.CommandResult.TakenOver;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.List;

/** The part of {@link NaiveModel} that opens, resumes and ends sessions. */
record NaiveSessions(NaiveModel model) {

    CommandResult open(Command.OpenSession command) {
        for (LiveSession session : model.sessions) {
            if (session.opening.key().equals(command.key())) {
                return new SessionOpened(session.number, session.clientId, 1);
            }
        }
        int server = command.home().server();
        if (!isThere(server)) {
            return new OutOfPlace();
        }
        if (model.users.isStranger(command.user())) {
            return new NotAUser();
        }
        CommandResult overQuota = model.users.overQuota(Quotas.Kind.SESSIONS, command.user(), 1);
        if (overQuota != null) {
            return overQuota;
        }
        if (model.idsToGiveOut.get(server).isEmpty()) {
            return new Full("client ids of server " + server, model.clientIdsPerServer);
        }
        LiveSession session = add(command);
        return new SessionOpened(session.number, session.clientId, 1);
    }

    LiveSession add(Command.OpenSession command) {
        LiveSession session = new LiveSession();
        model.sessionNumbers++;
        session.number = model.sessionNumbers;
        session.clientId = model.idsToGiveOut.get(command.home().server()).remove(0);
        session.opening = command;
        session.user = command.user();
        session.home = command.home();
        session.address = command.clientAddress();
        model.sessions.add(session);
        return session;
    }

    private boolean isThere(int server) {
        return server >= 1
                && server <= model.servers.size()
                && !model.servers.get(server - 1).isRemoved();
    }

    CommandResult resume(Command.ResumeSession command) {
        if (model.users.isStranger(command.user())) {
            return new NotAUser();
        }
        LiveSession session = model.find(command.session());
        if (session == null || !session.opening.key().equals(command.key()) || !session.opening.resumable()) {
            return new NoSession();
        }
        if (!session.user.isEmpty() && !session.user.equals(command.user())) {
            return new NoSession();
        }
        if (!isThere(command.home().server())) {
            return new OutOfPlace();
        }
        if (session.attempt != command.attempt()) {
            if (session.generation != command.fromGeneration()) {
                return new TakenOver(session.generation);
            }
            session.generation = session.generation + 1;
            session.attempt = command.attempt();
            session.user = command.user();
            session.home = command.home();
            session.address = command.clientAddress();
        }
        return new SessionOpened(session.number, session.clientId, session.generation);
    }

    CommandResult endIdle(Command.EndIdleSession idle) {
        LiveSession session = model.find(idle.session());
        boolean inUse = session != null
                && !(model.locks.heldBy(session).isEmpty()
                        && model.locks.waitsOf(session).isEmpty());
        return inUse
                ? new CommandResult.SessionInUse()
                : end(idle.session(), idle.generation(), Leaving.EXPIRED, Ending.EXPIRED);
    }

    CommandResult end(long number, long generation, Leaving leaving, Ending ending) {
        LiveSession session = model.find(number);
        if (session == null || session.grantKey != null) {
            return new NoSession();
        }
        return session.generation == generation
                ? new SessionEnded(end(List.of(session), leaving, ending))
                : new TakenOver(session.generation);
    }

    /** Ends sessions all at once. Returns how many locks became free. */
    int end(List<LiveSession> ended, Leaving leaving, Ending ending) {
        return model.locks.endSessions(ended, leaving, ending);
    }
}
