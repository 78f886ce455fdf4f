package io.lockstep.common.lock.naive;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.AlreadyHolds;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Blocked;
import io.lockstep.common.command.CommandResult.Deadlock;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.OtherMode;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.CommandResult.WaitersAhead;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.lock.naive.NaiveLocks.Held;
import io.lockstep.common.lock.naive.NaiveLocks.Waiting;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The effects of {@code LOCK}, {@code RELEASE} and {@code FORCE} on {@link NaiveLocks}, and the reasons to refuse them.
 */
final class NaiveRequests {

    private final NaiveModel model;
    private final NaiveLocks locks;
    private final NaiveCycles cycles;
    private final Limits limits;

    NaiveRequests(NaiveModel model, NaiveLocks locks, Limits limits) {
        this.model = model;
        this.locks = locks;
        this.cycles = new NaiveCycles(locks);
        this.limits = limits;
    }

    CommandResult acquire(LiveSession session, Command.Acquire command) {
        CommandResult refusal = mayNotAsk(session, command);
        if (refusal != null) {
            return refusal;
        }
        refusal = inTheWay(command);
        if (refusal == null) {
            return new Granted(locks.grant(session, command.names(), command.mode(), command.delayMillis(), 0));
        }
        if (command.waitMillis() == 0) {
            return refusal;
        }
        refusal = mayNotWait(session, command);
        return refusal != null ? refusal : queue(session, session, command);
    }

    private CommandResult mayNotAsk(LiveSession session, Command.Acquire command) {
        for (LockName name : command.names()) {
            for (Held one : locks.holders(name)) {
                if (one.owner() == session) {
                    return new AlreadyHolds(NaiveViews.view(one), model.locksPerClient);
                }
            }
            if (locks.queue(name).stream().anyMatch(one -> one.session() == session && one.asker() == session)) {
                return new AlreadyWaits(name, model.locksPerClient);
            }
        }
        int has = locks.heldBy(session).size() + locks.locksAwaited(session);
        if (model.locksPerClient != 0 && has + command.names().size() > model.locksPerClient) {
            return alreadyHasMany(session);
        }
        if (has + command.names().size() > limits.locksPerSession()) {
            return new Full("locks of one client", limits.locksPerSession());
        }
        return noRoomFor(session, command);
    }

    CommandResult noRoomFor(LiveSession session, Command.Acquire command) {
        CommandResult overQuota = model.users.overQuota(
                Quotas.Kind.LOCKS, session.user, command.names().size());
        if (overQuota != null) {
            return overQuota;
        }
        for (LockName name : command.names()) {
            for (LockMode other : modesInUse(name)) {
                if (permits(other) != permits(command.mode())) {
                    return new OtherMode(name, other);
                }
            }
        }
        Set<LockName> all = locks.inUse();
        int before = all.size();
        all.addAll(command.names());
        return all.size() > before && all.size() > limits.locks()
                ? new Full("locks of the cluster", limits.locks())
                : null;
    }

    private CommandResult alreadyHasMany(LiveSession session) {
        if (!locks.heldBy(session).isEmpty()) {
            return new AlreadyHolds(NaiveViews.view(locks.heldBy(session).get(0)), model.locksPerClient);
        }
        if (!locks.ownWaitsOf(session).isEmpty()) {
            return new AlreadyWaits(locks.ownWaitsOf(session).get(0).names().get(0), model.locksPerClient);
        }
        return new Full("locks of one client", model.locksPerClient);
    }

    private List<LockMode> modesInUse(LockName name) {
        List<LockMode> modes = new ArrayList<>();
        locks.holders(name).forEach(one -> modes.add(one.mode()));
        locks.queue(name).forEach(one -> modes.add(one.mode()));
        return modes;
    }

    /** Returns the value of {@code permits=}; 0 if it was not given. */
    private static int permits(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE) || mode.equals(LockMode.SHARED) ? 0 : mode.holdersMax();
    }

    CommandResult inTheWay(Command.Acquire command) {
        for (LockName name : command.names()) {
            List<Waiting> queue = locks.queue(name);
            if (queue.isEmpty() && locks.hasRoom(name, command.mode())) {
                continue;
            }
            if (!locks.holders(name).isEmpty()) {
                return new HeldByOther(NaiveViews.view(locks.holders(name).get(0)), queue.size());
            }
            return locks.blocked.containsKey(name)
                    ? new Blocked(name, locks.blocked.get(name))
                    : new WaitersAhead(name, queue.get(0).session().clientId, queue.size());
        }
        return null;
    }

    private CommandResult mayNotWait(LiveSession session, Command.Acquire command) {
        CommandResult noPlace = noPlaceInLine(session, command);
        if (noPlace != null) {
            return noPlace;
        }
        List<NaiveCycles.Edge> cycle =
                cycles.cycle(session, cycles.waitsFor(session, command.names(), locks.waiting.size()));
        return cycle.isEmpty()
                ? null
                : new Deadlock(cycle.stream()
                        .map(edge -> new Deadlock.Link(edge.from().clientId, edge.name()))
                        .toList());
    }

    CommandResult noPlaceInLine(LiveSession session, Command.Acquire command) {
        if (command.names().stream().anyMatch(name -> locks.queue(name).size() == limits.waitersPerLock())) {
            return new Full("waiting requests for one lock", limits.waitersPerLock());
        }
        CommandResult tooMany = tooManyWaits(session);
        return tooMany != null ? tooMany : model.users.overQuota(Quotas.Kind.WAITERS, session.user, 1);
    }

    CommandResult tooManyWaits(LiveSession session) {
        return locks.waitsOf(session).size() == limits.waitsPerSession()
                ? new Full("waiting requests of one client", limits.waitsPerSession())
                : null;
    }

    CommandResult queue(LiveSession session, LiveSession asker, Command.Acquire command) {
        Waiting one = new Waiting(
                session,
                asker,
                command.request().number(),
                command.names(),
                command.mode(),
                model.clusterMillis,
                model.clusterMillis + command.waitMillis(),
                command.delayMillis());
        locks.waiting.add(one);
        for (LockName name : one.names()) {
            locks.events.add(new LockEvent.Queued(
                    name, session.number, session.clientId, locks.queue(name).size()));
        }
        return new Queued(locks.placeOf(one));
    }

    CommandResult release(LiveSession session, Command.Release command) {
        List<Held> grants = new ArrayList<>();
        for (LockName name : command.names()) {
            List<Held> holders = locks.holders(name);
            if (holders.isEmpty()) {
                return new NotHeld(name);
            }
            Held own = holders.stream()
                    .filter(one -> one.owner() == session)
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                return new NotOwner(NaiveViews.view(holders.get(0)));
            }
            boolean askedBefore =
                    session.answers.tailMap(command.request().number(), false).containsValue(new Granted(own.token()));
            if (askedBefore || (command.token() != 0 && command.token() != own.token())) {
                return new StaleToken(NaiveViews.view(own));
            }
            grants.add(own);
        }
        grants.forEach(one -> locks.end(one, Ending.RELEASE));
        locks.grantNext(command.names());
        return new Released(grants.get(0).token());
    }

    CommandResult forceRelease(LiveSession operator, Command.ForceRelease command) {
        List<Held> holders = locks.holders(command.name());
        for (Held one : holders) {
            if (one.token() == command.token()) {
                locks.audit.add(new AuditRecord(
                        locks.audit.size() + 1,
                        NaiveViews.view(one),
                        command.operator(),
                        operator.address,
                        command.reason(),
                        model.wallMillis));
                locks.end(one, Ending.FORCED);
                locks.grantNext(List.of(one.name()));
                return new Released(one.token());
            }
        }
        return holders.isEmpty() ? new NotHeld(command.name()) : new StaleToken(NaiveViews.view(holders.get(0)));
    }
}
