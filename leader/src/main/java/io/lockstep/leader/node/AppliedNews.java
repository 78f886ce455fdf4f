package io.lockstep.leader.node;

import io.lockstep.common.lock.AuditRecord;
import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Effect;
import io.lockstep.common.lock.Entry;
import io.lockstep.common.lock.LockEvent;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Origin;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Submission;
import java.util.List;

/**
 * Tells this server's clients what an applied entry means for them. Of each command: first what happened to locks, to
 * watchers and to sessions, then the answer to whoever asked.
 */
final class AppliedNews {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final SessionsHere sessionsHere;
    private final Watches watches;

    AppliedNews(
            ServerIncarnation home,
            ReplicatedMap map,
            PendingRequests pending,
            SessionsHere sessionsHere,
            Watches watches) {
        this.home = home;
        this.map = map;
        this.pending = pending;
        this.sessionsHere = sessionsHere;
        this.watches = watches;
    }

    /** An entry was applied, with these effects. */
    void applied(Entry entry, List<Effect> effects, long index) {
        for (int i = 0; i < effects.size(); i++) {
            for (LockEvent event : effects.get(i).events()) {
                watches.happened(event, index);
                sessionsHere.happened(event, index);
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
            sessionsHere.openedForNobody(opened);
        }
        sessionsHere.applied(command, result);
    }

    /** The map was replaced by a later one: what happened in between is made up for from what it remembers. */
    void mapReplaced(LockStateMachine before) {
        watches.mapReplaced(map.appliedIndex());
        List<AuditRecord> known = before.audit(0, Integer.MAX_VALUE);
        long knownUpTo = known.isEmpty() ? 0 : known.get(known.size() - 1).number();
        // Grants come before their losses: whoever hears of a loss first would take the grant for a later one.
        pending.mapReplaced();
        sessionsHere.mapReplaced();
        sessionsHere.broken(map.machine().audit(knownUpTo, Integer.MAX_VALUE));
    }
}
