package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator breaks a grant: that one and no other, with an audit record. */
class ForcedReleaseTest {

    private final Cluster cluster = new Cluster(0);
    private final Cluster.Client holder = cluster.open(1);
    private final Cluster.Client operator = cluster.open(2);
    private final Cluster.Client waiting = cluster.open(3);

    @Test
    void theGrantIsBrokenAndTheFirstWaiterGetsTheLock() {
        holder.lock(LOCK_1);
        waiting.lock(5_000, LOCK_1);
        assertThat(operator.force(LOCK_1, 1)).isEqualTo(new Released(1));
        assertThat(cluster.answered()).isEqualTo(Map.of(waiting.clientId, new Granted(2)));
        assertThat(holder.release(LOCK_1)).isEqualTo(new NotOwner(cluster.holder(LOCK_1)));
        assertThat(cluster.machine.session(holder.session)).isNotNull();
    }

    @Test
    void anotherTokenBreaksNothing() {
        holder.lock(LOCK_1);
        holder.release(LOCK_1);
        holder.lock(LOCK_1);
        assertThat(operator.force(LOCK_1, 1)).isEqualTo(new StaleToken(cluster.holder(LOCK_1)));
        assertThat(operator.force(LOCK_1, 3)).isEqualTo(new StaleToken(cluster.holder(LOCK_1)));
        assertThat(operator.force(LOCK_2, 1)).isEqualTo(new NotHeld(LOCK_2));
        assertThat(cluster.holders(LOCK_1)).containsExactly(holder.clientId);
        assertThat(cluster.machine.audit(0, 10)).isEmpty();
    }

    @Test
    void onlyTheHolderWithTheTokenLosesTheLock() {
        holder.lock(LockMode.SHARED, 0, LOCK_1);
        waiting.lock(LockMode.SHARED, 0, LOCK_1);
        assertThat(operator.force(LOCK_1, 2)).isEqualTo(new Released(2));
        assertThat(cluster.holders(LOCK_1)).containsExactly(holder.clientId);
    }

    @Test
    void onlyTheNamedLockOfATokenIsBroken() {
        holder.lock(0, LOCK_1, LOCK_2);
        operator.force(LOCK_1, 1);
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
        assertThat(cluster.holders(LOCK_2)).containsExactly(holder.clientId);
    }

    @Test
    void theAuditRecordHasTheOperatorTheReasonAndTheGrant() {
        holder.lock(LOCK_1);
        HolderStatus holder = cluster.holder(LOCK_1);
        cluster.clusterMillis += 1_000;
        cluster.wallMillis += 1_000;
        operator.force(LOCK_1, 1);
        assertThat(cluster.machine.audit(0, 10))
                .containsExactly(new AuditRecord(
                        1, holder, "anna", operator.opening.clientAddress(), "host is gone", cluster.wallMillis));
    }

    @Test
    void aRetryBreaksAndRecordsNothingMore() {
        holder.lock(LOCK_1);
        ForceRelease force = new ForceRelease(operator.nextRequest(), LOCK_1, 1, "anna", "gone");
        cluster.apply(force);
        holder.lock(LOCK_1);
        assertThat(cluster.apply(force)).isEqualTo(new Released(1));
        assertThat(cluster.holders(LOCK_1)).containsExactly(holder.clientId);
        assertThat(cluster.machine.audit(0, 10)).hasSize(1);
    }

    @Test
    void theNewestRecordsAreKeptPagedAndInTheSnapshot() {
        Limits limits = new Limits(10, 10, 10, 10, 10, 3);
        Cluster small = new Cluster(0, limits);
        Cluster.Client victim = small.open(1);
        Cluster.Client breaker = small.open(2);
        for (int i = 1; i <= 5; i++) {
            victim.lock(LOCK_1);
            breaker.force(LOCK_1, i);
        }
        assertThat(numbers(small.machine.audit(0, 10))).containsExactly(3L, 4L, 5L);
        assertThat(numbers(small.machine.audit(3, 10))).containsExactly(4L, 5L);
        assertThat(numbers(small.machine.audit(0, 2))).containsExactly(3L, 4L);
        assertThat(numbers(small.machine.audit(5, 10))).isEmpty();
        List<AuditRecord> before = small.machine.audit(0, 10);
        small.restore(limits);
        assertThat(small.machine.audit(0, 10)).isEqualTo(before);
        victim.lock(LOCK_1);
        breaker.force(LOCK_1, 6);
        assertThat(numbers(small.machine.audit(0, 10))).containsExactly(4L, 5L, 6L);
    }

    @Test
    void aThousandRecordsAreKept() {
        assertThat(Limits.STANDARD.auditRecords()).isEqualTo(1_000);
    }

    private static List<Long> numbers(List<AuditRecord> records) {
        return records.stream().map(AuditRecord::number).toList();
    }
}
