package io.lockstep.common.lock.naive;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.lock.naive.NaiveLocks.Held;
import io.lockstep.common.lock.naive.NaiveLocks.Waiting;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.ArrayList;
import java.util.List;

/** {@link NaiveLocks} as a status reports them. */
final class NaiveViews {

    private final NaiveLocks locks;
    private final Limits limits;

    NaiveViews(NaiveLocks locks, Limits limits) {
        this.locks = locks;
        this.limits = limits;
    }

    LockStatus status(LockName name) {
        List<Held> holders = locks.holders(name);
        return new LockStatus(
                name,
                holders.isEmpty() ? null : view(holders.get(0)),
                holders.size(),
                locks.queue(name).size(),
                locks.blocked.getOrDefault(name, 0L));
    }

    List<LockStatus> allHeld() {
        return locks.held.stream()
                .map(Held::name)
                .distinct()
                .sorted()
                .map(this::status)
                .toList();
    }

    List<WaiterStatus> waiters(LockName name) {
        List<WaiterStatus> waiters = new ArrayList<>();
        for (Waiting one : locks.queue(name)) {
            LiveSession session = one.session();
            waiters.add(new WaiterStatus(
                    name,
                    waiters.size() + 1,
                    one.mode(),
                    session.number,
                    session.clientId,
                    session.opening.label(),
                    session.home.server(),
                    session.address,
                    one.sinceMillis(),
                    one.deadlineMillis()));
        }
        return waiters;
    }

    /** The newest records, of which at most a fifth, but one for certain, is about refusals. */
    List<AuditRecord> newestAudit() {
        int refusalsMax = Math.max(1, limits.auditRecords() / 5);
        List<AuditRecord> newest = new ArrayList<>();
        int refusals = 0;
        for (int at = locks.audit.size() - 1; at >= 0 && newest.size() < limits.auditRecords(); at--) {
            AuditRecord record = locks.audit.get(at);
            refusals += record.act() instanceof AuditRecord.Refusals ? 1 : 0;
            if (refusals <= refusalsMax || !(record.act() instanceof AuditRecord.Refusals)) {
                newest.add(0, record);
            }
        }
        return newest;
    }

    static HolderStatus view(Held one) {
        LiveSession owner = one.owner();
        return new HolderStatus(
                one.name(),
                one.mode(),
                one.token(),
                owner.number,
                owner.clientId,
                owner.opening.label(),
                owner.home.server(),
                owner.address,
                one.clusterMillis(),
                one.wallMillis());
    }
}
