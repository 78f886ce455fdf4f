package io.lockstep.common.lock;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockName;
import io.lockstep.common.size.MapBytes;
import org.jspecify.annotations.Nullable;

/**
 * Decides about grants with their own lease: LOCK that asks for one, EXTEND, and RELEASE with a key. Each such grant
 * has a session of its own, from the request that asks for it to the end of the grant or of the wait.
 */
final class LeaseRules {

    private final ClusterState state;
    private final LockRules lockRules;

    LeaseRules(ClusterState state, LockRules lockRules) {
        this.state = state;
        this.lockRules = lockRules;
    }

    /** Decides a request that is about a grant with its own lease; null if it is another one. */
    @Nullable
    Decision decide(Session asker, Command.Request command) {
        if (command instanceof Acquire acquire && acquire.lease() != null) {
            return acquire(asker, acquire, acquire.lease());
        }
        return command instanceof KeyedRequest keyed ? decide(keyed) : null;
    }

    private Decision acquire(Session asker, Acquire command, LeaseTerms terms) {
        Session known = state.sessions.withGrantKey(terms.key());
        if (known != null) {
            return again(asker, command, known);
        }
        CommandResult.Refused mayNot = mayNotAsk(asker, command);
        if (mayNot != null) {
            return Decision.refused(mayNot);
        }
        long more = MapBytes.ofSession(asker.label());
        Lease lease = new Lease(terms.key(), bounded(terms.leaseMillis()), terms.holdMillis(), 0);
        CommandResult.Refused inTheWay = lockRules.inTheWay(command);
        if (inTheWay == null) {
            CommandResult.Refused tooMuch = lockRules.tooMuch(command, false, more);
            return tooMuch != null
                    ? Decision.refused(tooMuch)
                    : Decision.changed(
                            new CommandResult.Leased(
                                    state.locks.lastToken() + 1,
                                    state.clientIds.next(asker.home().server()),
                                    lease.millis()),
                            () -> WaitQueues.grant(
                                    state,
                                    open(lease, asker),
                                    command.names(),
                                    command.mode(),
                                    command.delayMillis(),
                                    0));
        }
        CommandResult.Refused noPlace =
                command.waitMillis() == 0 ? inTheWay : lockRules.noPlaceInLine(asker, command, more);
        return noPlace != null
                ? Decision.refused(noPlace)
                : Decision.changed(
                        new CommandResult.Queued(lockRules.positionOf(command)),
                        () -> WaitQueues.queue(state, open(lease, asker), asker, command));
    }

    private CommandResult.@Nullable Refused mayNotAsk(Session asker, Acquire command) {
        int server = asker.home().server();
        if (state.clientIds.left(server) <= state.limits.clientIdsReserved()) {
            return new CommandResult.Full("client ids of server " + server, state.limits.clientIdsPerServer());
        }
        CommandResult.Refused overQuota = state.overQuota(Quotas.Kind.SESSIONS, asker.user(), 1);
        return overQuota != null ? overQuota : lockRules.noRoomFor(asker, command);
    }

    /** The same LOCK again gets the same grant, or the place in the wait queue of the one before. */
    private Decision again(Session asker, Acquire command, Session known) {
        LockName name = command.names().get(0);
        Grant grant = known.firstHeld();
        if (grant != null && grant.name().equals(name)) {
            // In the log all the same: no retry of this request may get another answer later.
            return Decision.changed(
                    new CommandResult.Leased(
                            grant.token(), known.clientId(), leaseOf(known).millis()),
                    () -> {});
        }
        Waiter earlier = state.keyedWaits.get(leaseOf(known).key());
        CommandResult.Refused inTheWay = command.waitMillis() == 0 ? lockRules.inTheWay(command) : null;
        if (inTheWay != null) {
            return Decision.refused(inTheWay);
        }
        if (earlier == null
                || !earlier.names().equals(command.names())
                || !earlier.mode().equals(command.mode())
                || !earlier.asker().user().equals(asker.user())) {
            return Decision.refused(new CommandResult.AlreadyWaits(name, state.locksPerClient));
        }
        CommandResult.Refused tooMany = lockRules.tooManyWaits(asker);
        return tooMany != null
                ? Decision.refused(tooMany)
                : Decision.changed(
                        new CommandResult.Queued(RequestRules.positionOf(earlier)),
                        () -> WaitQueues.adopt(state, earlier, asker, command));
    }

    private Session open(Lease lease, Session asker) {
        return state.sessions.openFor(
                lease, asker, state.clientIds.take(asker.home().server()));
    }

    private long bounded(long leaseMillis) {
        return Math.max(Limits.LEASE_MILLIS_MIN, Math.min(leaseMillis, state.leaseMillisMax));
    }

    private Decision decide(KeyedRequest command) {
        Session own = state.sessions.withGrantKey(command.key());
        Grant grant = own == null ? null : own.firstHeld();
        if (own == null || grant == null || !grant.name().equals(command.name())) {
            Lock lock = state.locks.get(command.name());
            Grant oldest = lock == null ? null : lock.oldest();
            return Decision.refused(
                    oldest == null
                            ? new CommandResult.NotHeld(command.name())
                            : new CommandResult.NotOwner(state.holderOf(oldest)));
        }
        if (command.token() != 0 && command.token() != grant.token()) {
            return Decision.refused(new CommandResult.StaleToken(state.holderOf(grant)));
        }
        Lease lease = leaseOf(own);
        if (command instanceof KeyedRequest.Extend extend) {
            long leaseMillis = bounded(extend.leaseMillis());
            return Decision.changed(
                    new CommandResult.Leased(grant.token(), own.clientId(), leaseMillis),
                    () -> WaitQueues.extend(state, own, lease, leaseMillis));
        }
        long asked = ((KeyedRequest.Release) command).holdMillis();
        long holdMillis = asked == KeyedRequest.Release.AS_LOCKED ? lease.holdMillis() : asked;
        return Decision.changed(
                new CommandResult.Released(grant.token()), () -> WaitQueues.releaseAndHold(state, grant, holdMillis));
    }

    private static Lease leaseOf(Session own) {
        Lease lease = own.lease();
        if (lease == null) {
            throw new IllegalStateException("session " + own.number() + " is there for no grant");
        }
        return lease;
    }
}
