package io.lockstep.leader.node;

import io.lockstep.common.lock.AuditRecord;
import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Hold;
import io.lockstep.common.lock.LockEvent;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which session is bound to which connection of this server, so that a connection hears when its session is over. */
final class SessionsHere {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final Map<Long, Conversation> conversations = new HashMap<>();

    SessionsHere(ServerIncarnation home, ReplicatedMap map, PendingRequests pending) {
        this.home = home;
        this.map = map;
        this.pending = pending;
    }

    int count() {
        return conversations.size();
    }

    void bound(long session, Conversation conversation) {
        Conversation before = conversations.put(session, conversation);
        if (before != null && before != conversation) {
            before.sessionOver("taken-over", "the session was taken up at another connection");
        }
    }

    void unbound(long session, Conversation conversation) {
        conversations.remove(session, conversation);
    }

    /** Something happened to a lock: whoever loses it, or gets the answer to a request that stood in line, is told. */
    void happened(LockEvent event, long index) {
        Conversation conversation = conversations.get(event.session());
        if (conversation == null) {
            return;
        }
        if (event instanceof LockEvent.Answered answered) {
            conversation.session().answeredInLine(answered.request(), new Outcome.Decided(answered.answer(), index));
        } else if (event instanceof LockEvent.Released released) {
            if (released.reason() == LockEvent.Ending.EXPIRED) {
                lost(conversation, released.name(), released.token(), "expired", "the session's lease ran out");
            } else if (released.reason() == LockEvent.Ending.FORCED) {
                lost(conversation, released.name(), released.token(), "forced", "an operator broke the lock");
            }
        }
    }

    private static void lost(Conversation conversation, LockName name, long token, String reason, String message) {
        conversation.push(Line.push("LOST")
                .value(name.text())
                .option("token", token)
                .option("reason", reason)
                .message(message));
    }

    /** Grants broken by operators since a map that was replaced. */
    void broken(List<AuditRecord> records) {
        for (AuditRecord audited : records) {
            Conversation conversation = conversations.get(audited.hold().session());
            if (conversation != null) {
                Hold hold = audited.hold();
                lost(conversation, hold.name(), hold.token(), "forced", "an operator broke the lock");
            }
        }
    }

    /** A command was applied; it may have ended a session or moved it. */
    void applied(Command command, CommandResult result) {
        if (result instanceof CommandResult.SessionEnded) {
            if (command instanceof Command.ExpireSession expire) {
                over(
                        expire.session(),
                        "expired",
                        "the session was not heard of for longer than its lease; its locks are lost");
            } else if (command instanceof Command.CloseSession close) {
                over(close.session(), "closed", "the session was ended");
            }
        } else if (command instanceof Command.ResumeSession && result instanceof CommandResult.SessionOpened opened) {
            Conversation conversation = conversations.get(opened.session());
            if (conversation != null && conversation.session().generation() < opened.generation()) {
                over(opened.session(), "taken-over", "the session was taken up at another connection");
            }
        }
    }

    /**
     * A session was opened for a request of this server that nobody waits for any more. If it lives by a connection, there
     * is none to live by.
     */
    void openedForNobody(CommandResult.SessionOpened opened) {
        Session session = map.machine().session(opened.session());
        if (session != null && isOrphan(session)) {
            pending.submitUntilDecided(new Command.CloseSession(session.number(), session.generation()));
        }
    }

    private boolean isOrphan(Session session) {
        return !session.resumable() && session.home().equals(home) && !conversations.containsKey(session.number());
    }

    /** The map was replaced by a snapshot: sessions may have ended or moved, or been opened for nobody, unseen. */
    void mapReplaced() {
        LockStateMachine machine = map.machine();
        for (Map.Entry<Long, Conversation> each : List.copyOf(conversations.entrySet())) {
            Session session = machine.session(each.getKey());
            if (session == null) {
                over(each.getKey(), "expired", "the session has ended; its locks are lost");
            } else if (session.generation() != each.getValue().session().generation()) {
                over(each.getKey(), "taken-over", "the session was taken up at another connection");
            } else {
                each.getValue().session().mapReplaced();
            }
        }
        for (Session session : List.copyOf(machine.sessions())) {
            if (isOrphan(session)) {
                pending.submitUntilDecided(new Command.CloseSession(session.number(), session.generation()));
            }
        }
    }

    private void over(long session, String reason, String message) {
        Conversation conversation = conversations.remove(session);
        if (conversation != null) {
            conversation.sessionOver(reason, message);
        }
    }
}
