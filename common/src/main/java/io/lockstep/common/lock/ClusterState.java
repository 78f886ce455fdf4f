package io.lockstep.common.lock;

import io.lockstep.common.access.AccessTable;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.record.AuditTrail;
import io.lockstep.common.record.ClientIds;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.record.ServerTable;
import io.lockstep.common.size.MapSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole state of the state machine, in tables that the rules read and change. */
final class ClusterState {

    final Limits limits;
    final MapSize size = new MapSize();
    final ServerTable servers = new ServerTable(size);
    final AccessTable access = new AccessTable();
    final SessionTable sessions = new SessionTable(access, size);
    final LockTable locks = new LockTable(size);
    final DueTable dues = new DueTable(size);
    final ClientIds clientIds;

    /** The waiting requests for grants with their own lease, by their keys. */
    final Map<GrantKey, Waiter> keyedWaits = new HashMap<>();

    final AuditTrail audit;
    final GrantHistory history = new GrantHistory();

    /** The events of the command being applied; not part of the state. */
    final List<LockEvent> events = new ArrayList<>();

    /** Empty until the cluster is founded. */
    String clusterId = "";

    int locksPerClient;
    long leaseMillisMax;
    long clusterMillis;
    long lastTicket;

    /** The wall clock of the entry being applied; for display only, and so not part of the state. */
    long wallMillis;

    ClusterState(Limits limits) {
        this.limits = limits;
        clientIds = new ClientIds(limits.clientIdsPerServer(), size);
        audit = new AuditTrail(limits.auditRecords(), size);
    }

    boolean isFounded() {
        return !clusterId.isEmpty();
    }

    long takeTicket() {
        return ++lastTicket;
    }

    /** Returns the refusal of what would exceed the bound of the map. */
    CommandResult.Full mapFull() {
        return new CommandResult.Full(MapSize.BOUND, size.bytesMax());
    }

    /** Returns the refusal of {@code more} of this kind to this user; null if its quota has room for them. */
    CommandResult.@Nullable Full overQuota(Quotas.Kind kind, String user, int more) {
        long limit = access.exceeded(kind, user, more);
        return limit == 0 ? null : new CommandResult.Full(kind.word() + " of user " + user, limit);
    }

    /** Returns a grant as a status reports it. */
    HolderStatus holderOf(Grant grant) {
        Session owner = grant.ownerInMap();
        return new HolderStatus(
                grant.name(),
                grant.mode(),
                grant.token(),
                owner.number(),
                owner.clientId(),
                owner.label(),
                owner.home().server(),
                owner.clientAddress(),
                grant.sinceClusterMillis(),
                grant.sinceWallMillis());
    }

    /** Returns a lock as a status reports it. */
    LockStatus statusOf(Lock lock) {
        Grant oldest = lock.oldest();
        return new LockStatus(
                lock.name(),
                oldest == null ? null : holderOf(oldest),
                lock.holderCount(),
                lock.waiting(),
                lock.blockedUntilMillis());
    }

    /** Returns locks as their statuses report them. */
    List<LockStatus> statusesOf(List<Lock> some) {
        return some.stream().map(this::statusOf).toList();
    }

    /** Returns a waiting request as a status reports it. */
    static WaiterStatus waiterOf(LockName name, Waiter waiter, int position) {
        Session session = waiter.session();
        return new WaiterStatus(
                name,
                position,
                waiter.mode(),
                session.number(),
                session.clientId(),
                session.label(),
                session.home().server(),
                session.clientAddress(),
                waiter.sinceClusterMillis(),
                waiter.deadlineClusterMillis());
    }

    /**
     * Returns up to {@code limit} locks for which a session waits, each with its request. Those of a session that is
     * there for one grant are the locks of that grant, whichever session has asked.
     */
    List<WaiterStatus> awaitedBy(Session session, int limit) {
        Lease lease = session.lease();
        Waiter own = lease == null ? null : keyedWaits.get(lease.key());
        Collection<Waiter> waiters = own == null ? session.waiters() : List.of(own);
        return waiters.stream()
                .flatMap(waiter -> waiter.names().stream().map(name -> waiterOf(name, waiter, 0)))
                .limit(limit)
                .toList();
    }
}
