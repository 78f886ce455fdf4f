package io.lockstep.common.lock;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.size.MapBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides LOCK, RELEASE and FORCE: grant, wait or refuse. */
final class LockRules {

    private final ClusterState state;

    LockRules(ClusterState state) {
        this.state = state;
    }

    Decision decide(Session session, Command.Request command) {
        if (command instanceof Acquire acquire) {
            return acquire(session, acquire);
        }
        if (command instanceof Release release) {
            return release(session, release);
        }
        if (command instanceof ForceRelease force) {
            return forceRelease(session, force);
        }
        throw new IllegalStateException("no rule for " + command);
    }

    private Decision acquire(Session session, Acquire command) {
        CommandResult.Refused mayNot = mayNotAsk(session, command);
        if (mayNot != null) {
            return Decision.refused(mayNot);
        }
        CommandResult.Refused inTheWay = inTheWay(command);
        if (inTheWay == null) {
            CommandResult.Refused tooMuch = tooMuch(command, false, 0);
            return tooMuch != null
                    ? Decision.refused(tooMuch)
                    : Decision.changed(
                            new CommandResult.Granted(state.locks.lastToken() + 1),
                            () -> WaitQueues.grant(
                                    state, session, command.names(), command.mode(), command.delayMillis(), 0));
        }
        if (command.waitMillis() == 0) {
            return Decision.refused(inTheWay);
        }
        CommandResult.Refused mayNotWait = mayNotWait(session, command);
        return mayNotWait != null
                ? Decision.refused(mayNotWait)
                : Decision.changed(
                        new CommandResult.Queued(positionOf(command)),
                        () -> WaitQueues.queue(state, session, session, command));
    }

    /** Returns why the session cannot ask for these locks, whatever their holders; null if it can. */
    private CommandResult.@Nullable Refused mayNotAsk(Session session, Acquire command) {
        for (LockName name : command.names()) {
            Lock lock = state.locks.get(name);
            Grant own = lock == null ? null : lock.grantOf(session);
            if (own != null) {
                return new CommandResult.AlreadyHolds(state.holderOf(own), state.locksPerClient);
            }
            if (lock != null && awaits(session, lock)) {
                return new CommandResult.AlreadyWaits(name, state.locksPerClient);
            }
        }
        CommandResult.Refused tooMany = tooMany(session, command.names().size());
        return tooMany != null ? tooMany : noRoomFor(session, command);
    }

    /** Returns why its user, or the cluster, has no room for these locks in this mode; null if there is room. */
    CommandResult.@Nullable Refused noRoomFor(Session session, Acquire command) {
        CommandResult.Refused overQuota = state.overQuota(
                Quotas.Kind.LOCKS, session.user(), command.names().size());
        if (overQuota != null) {
            return overQuota;
        }
        int more = 0;
        for (LockName name : command.names()) {
            Lock lock = state.locks.get(name);
            more += lock == null ? 1 : 0;
            LockMode inUse = lock == null ? null : lock.modeInUse();
            if (inUse != null && !inUse.agreesWith(command.mode())) {
                return new CommandResult.OtherMode(name, inUse);
            }
        }
        return more > 0 && state.locks.count() + more > state.limits.locks()
                ? new CommandResult.Full("locks of the cluster", state.limits.locks())
                : null;
    }

    private static boolean awaits(Session session, Lock lock) {
        return session.waiters().stream()
                .anyMatch(waiter -> waiter.isForAsker() && waiter.locks().contains(lock));
    }

    private CommandResult.@Nullable Refused tooMany(Session session, int more) {
        int allowed = state.locksPerClient;
        int wanted = session.locksHeld() + session.locksAwaited() + more;
        if (allowed == 0 || wanted <= allowed) {
            return wanted > state.limits.locksPerSession()
                    ? new CommandResult.Full("locks of one client", state.limits.locksPerSession())
                    : null;
        }
        Grant oldest = session.firstHeld();
        if (oldest != null) {
            return new CommandResult.AlreadyHolds(state.holderOf(oldest), allowed);
        }
        if (session.locksAwaited() > 0) {
            Waiter first = session.waiters().stream()
                    .filter(Waiter::isForAsker)
                    .findFirst()
                    .orElseThrow();
            return new CommandResult.AlreadyWaits(first.locks().get(0).name(), allowed);
        }
        return new CommandResult.Full("locks of one client", allowed);
    }

    /** Returns why the locks cannot be granted at once; null if they can. */
    CommandResult.@Nullable Refused inTheWay(Acquire command) {
        for (LockName name : command.names()) {
            Lock lock = state.locks.get(name);
            if (lock == null) {
                continue;
            }
            Waiter first = lock.firstWaiter();
            Grant oldest = lock.oldest();
            if (lock.hasRoomFor(command.mode()) && first == null) {
                continue;
            }
            if (oldest != null) {
                return new CommandResult.HeldByOther(state.holderOf(oldest), lock.waiting());
            }
            if (lock.blockedUntilMillis() != 0) {
                return new CommandResult.Blocked(name, lock.blockedUntilMillis());
            }
            if (first != null) {
                return new CommandResult.WaitersAhead(name, first.session().clientId(), lock.waiting());
            }
        }
        return null;
    }

    private CommandResult.@Nullable Refused mayNotWait(Session session, Acquire command) {
        CommandResult.Refused noPlace = noPlaceInLine(session, command, 0);
        if (noPlace != null) {
            return noPlace;
        }
        List<CommandResult.Deadlock.Link> cycle = new WaitCycle(session, state.locks)
                .through(command.names().stream().map(state.locks::get));
        return cycle.isEmpty() ? null : new CommandResult.Deadlock(cycle);
    }

    /**
     * Returns the bound that one more waiting request of this session would exceed; null if there is none.
     *
     * @param more the bytes that the request takes beside its place in the wait queues
     */
    CommandResult.@Nullable Refused noPlaceInLine(Session session, Acquire command, long more) {
        for (LockName name : command.names()) {
            Lock lock = state.locks.get(name);
            if (lock != null && lock.waiting() == state.limits.waitersPerLock()) {
                return new CommandResult.Full("waiting requests for one lock", state.limits.waitersPerLock());
            }
        }
        CommandResult.Refused tooMuch = tooMuch(command, true, more);
        if (tooMuch != null) {
            return tooMuch;
        }
        CommandResult.Refused tooMany = tooManyWaits(session);
        return tooMany != null ? tooMany : state.overQuota(Quotas.Kind.WAITERS, session.user(), 1);
    }

    /** Returns the refusal of one more waiting request of this session; null if it may have one more. */
    CommandResult.@Nullable Refused tooManyWaits(Session session) {
        return session.waitingCount() == state.limits.waitsPerSession()
                ? new CommandResult.Full("waiting requests of one client", state.limits.waitsPerSession())
                : null;
    }

    /**
     * Returns why the map has no room for the grant, or for the waiting request; null if it has.
     *
     * @param others the bytes of what else is added
     */
    CommandResult.@Nullable Refused tooMuch(Acquire command, boolean waits, long others) {
        long more = others + (waits ? MapBytes.ofWaiter(command.names(), command.mode()) : MapBytes.ANSWER);
        for (LockName name : command.names()) {
            more += state.locks.get(name) == null ? MapBytes.ofLock(name) : 0;
            more += waits ? 0 : MapBytes.ofGrant(name, command.mode());
        }
        return state.size.exceededWith(more) ? state.mapFull() : null;
    }

    int positionOf(Acquire command) {
        int furthest = 1;
        for (LockName name : command.names()) {
            Lock lock = state.locks.get(name);
            furthest = Math.max(furthest, lock == null ? 1 : lock.waiting() + 1);
        }
        return furthest;
    }

    private Decision release(Session session, Release command) {
        List<Grant> grants = new ArrayList<>(command.names().size());
        for (LockName name : command.names()) {
            Lock lock = state.locks.get(name);
            Grant oldest = lock == null ? null : lock.oldest();
            if (lock == null || oldest == null) {
                return Decision.refused(new CommandResult.NotHeld(name));
            }
            Grant own = lock.grantOf(session);
            if (own == null) {
                return Decision.refused(new CommandResult.NotOwner(state.holderOf(oldest)));
            }
            boolean other = command.token() != 0 && command.token() != own.token();
            if (other || session.answers().hasGrantAfter(command.request().number(), own.token())) {
                return Decision.refused(new CommandResult.StaleToken(state.holderOf(own)));
            }
            grants.add(own);
        }
        return Decision.changed(
                new CommandResult.Released(grants.get(0).token()),
                () -> WaitQueues.release(state, grants, LockEvent.Ending.RELEASE));
    }

    private Decision forceRelease(Session operator, ForceRelease command) {
        Lock lock = state.locks.get(command.name());
        Grant oldest = lock == null ? null : lock.oldest();
        if (lock == null || oldest == null) {
            return Decision.refused(new CommandResult.NotHeld(command.name()));
        }
        for (Grant grant : lock.holders()) {
            if (grant.token() == command.token()) {
                return Decision.changed(
                        new CommandResult.Released(grant.token()), () -> breakGrant(grant, operator, command));
            }
        }
        return Decision.refused(new CommandResult.StaleToken(state.holderOf(oldest)));
    }

    private void breakGrant(Grant grant, Session operator, ForceRelease command) {
        state.audit.add(
                new AuditRecord.ForcedRelease(state.holderOf(grant)),
                command.operator(),
                operator.clientAddress(),
                command.reason(),
                state.wallMillis);
        WaitQueues.release(state, List.of(grant), LockEvent.Ending.FORCED);
    }
}
