package io.lockstep.follower.node;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.session.LocalSessions;
import io.lockstep.follower.watch.Watches;
import java.util.List;

/**
 * Reports applied entries to this server's clients. For each command it first delivers the events to watchers and
 * sessions, then answers the pending request.
 */
final class ApplyListener {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LocalSessions sessions;
    private final Watches watches;

    ApplyListener(
            ServerIncarnation home,
            ReplicatedMap map,
            PendingRequests pending,
            LocalSessions sessions,
            Watches watches) {
        this.home = home;
        this.map = map;
        this.pending = pending;
        this.sessions = sessions;
        this.watches = watches;
    }

    /** Reports an applied entry with its effects. */
    void applied(Entry entry, List<Effect> effects, long index) {
        for (int i = 0; i < effects.size(); i++) {
            for (LockEvent event : effects.get(i).events()) {
                watches.happened(event, index);
                sessions.happened(event, index);
            }
            answer(entry.submissions().get(i), effects.get(i).result(), index);
        }
    }

    private void answer(Submission submission, CommandResult result, long index) {
        Command command = submission.command();
        Origin origin = submission.origin();
        if (origin.home().equals(home)
                && !pending.applied(origin, result, index)
                && command instanceof Command.OpenSession
                && result instanceof CommandResult.SessionOpened opened) {
            sessions.openedWithoutRequest(opened);
        }
        sessions.applied(command, result);
    }

    /** Reports what the new map remembers of the changes that clients missed, after a snapshot replaced the map. */
    void mapReplaced(LockStateMachine before) {
        watches.mapReplaced(map.appliedIndex());
        List<AuditRecord> known = before.audit(0, Integer.MAX_VALUE);
        long knownUpTo = known.isEmpty() ? 0 : known.get(known.size() - 1).number();
        // Grants before losses: a client that gets the loss first would take the grant for a later one.
        pending.mapReplaced();
        sessions.mapReplaced();
        sessions.forceReleased(map.machine().audit(knownUpTo, Integer.MAX_VALUE));
    }
}
