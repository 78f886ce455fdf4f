package io.lockstep.follower.forwarding;

import io.lockstep.common.command.Command;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Session;
import org.jspecify.annotations.Nullable;

/**
 * What another server may ask of the leader: only in its own name, only the kinds of commands that come from clients
 * and from servers, and only for sessions that live there. The leader's own commands are never forwarded.
 */
public final class SenderRules {

    private SenderRules() {}

    /**
     * Returns what is wrong with a message, in words for the operator; empty if nothing is.
     *
     * @param sender number of the server that sent it; 0 if it has none
     * @param map the leader's map
     */
    public static String flawOf(int sender, PeerMessage.ToLeader message, LockStateMachine map) {
        if (sender == 0) {
            return "it is no member";
        }
        if (message instanceof PeerMessage.RenewalReport report) {
            return report.home().server() == sender
                    ? ""
                    : "a report of server " + report.home().server();
        }
        return message instanceof PeerMessage.Forward forward ? flawOf(sender, forward, map) : "";
    }

    private static String flawOf(int sender, PeerMessage.Forward forward, LockStateMachine map) {
        int origin = forward.submission().origin().home().server();
        if (origin != sender) {
            return "a request of server " + origin;
        }
        Command command = forward.submission().command();
        if (command instanceof Command.ExpireSession
                || command instanceof Command.PassTime
                || command instanceof Command.FinishRemoval
                || command instanceof Command.FoundCluster) {
            return "a command of the leader itself";
        }
        if (command instanceof Command.OpenSession open) {
            return open.home().server() == sender ? "" : "a session at another server";
        }
        if (command instanceof Command.ResumeSession resume) {
            return resume.home().server() == sender ? "" : "a session at another server";
        }
        return flawOfSession(sender, command, map);
    }

    /** A command of an earlier or a later generation passes: it is refused or decided as any such command. */
    private static String flawOfSession(int sender, Command command, LockStateMachine map) {
        if (command instanceof Command.Request request) {
            return flawOfSession(
                    sender,
                    map.session(request.request().session()),
                    request.request().generation());
        }
        if (command instanceof Command.CloseSession close) {
            return flawOfSession(sender, map.session(close.session()), close.generation());
        }
        if (command instanceof Command.EndIdleSession idle) {
            return flawOfSession(sender, map.session(idle.session()), idle.generation());
        }
        if (command instanceof Command.CancelWait cancel) {
            return flawOfSession(sender, map.session(cancel.session()), cancel.generation());
        }
        return "";
    }

    private static String flawOfSession(int sender, @Nullable Session session, long generation) {
        return session == null
                        || session.generation() != generation
                        || session.home().server() == sender
                ? ""
                : "a request of session " + session.number() + ", which is at server "
                        + session.home().server();
    }
}
