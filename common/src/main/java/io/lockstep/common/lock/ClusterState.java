package io.lockstep.common.lock;

import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import java.util.ArrayList;
import java.util.List;

/** Everything the state machine knows, in tables that the rules look at and change. */
final class ClusterState {

    final Limits limits;
    final ServerTable servers = new ServerTable();
    final SessionTable sessions = new SessionTable();
    final LockTable locks = new LockTable();
    final DueTable dues = new DueTable();
    final ClientIds clientIds;
    final AuditTrail audit;

    /** What happened by the command being applied; no part of the state. */
    final List<LockEvent> events = new ArrayList<>();

    /** Empty until the cluster is founded. */
    String clusterId = "";

    int locksPerClient;
    long clusterMillis;
    long lastTicket;

    /** Of the entry being applied; for display only, and so no part of the state. */
    long wallMillis;

    ClusterState(Limits limits) {
        this.limits = limits;
        clientIds = new ClientIds(limits.clientIdsPerServer());
        audit = new AuditTrail(limits.auditRecords());
    }

    boolean isFounded() {
        return !clusterId.isEmpty();
    }

    long takeTicket() {
        return ++lastTicket;
    }

    /** What others see of a grant. */
    HolderStatus holdOf(Grant grant) {
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

    /** What others see of a lock. */
    LockStatus statusOf(Lock lock) {
        Grant oldest = lock.oldest();
        return new LockStatus(
                lock.name(),
                oldest == null ? null : holdOf(oldest),
                lock.holderCount(),
                lock.waiting(),
                lock.blockedUntilMillis());
    }

    /** What others see of a request that waits. */
    static WaiterStatus waiterOf(Waiter claim, int position) {
        Session session = claim.session();
        return new WaiterStatus(
                position,
                claim.mode(),
                session.number(),
                session.clientId(),
                session.label(),
                session.home().server(),
                session.clientAddress(),
                claim.sinceClusterMillis(),
                claim.deadlineClusterMillis());
    }
}
