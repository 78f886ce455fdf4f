package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.entry.SnapshotCodec;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    private final Cluster cluster = new Cluster(0);

    @Test
    void tokensAndSessionNumbersGoOnWhereTheSnapshotLeftThem() {
        Cluster.Client client = cluster.open(1);
        client.lock(LOCK_1);
        client.close();
        restore();
        Cluster.Client next = cluster.open(1);
        assertThat(next.session).isEqualTo(2);
        assertThat(next.lock(LOCK_1)).isEqualTo(new Granted(2));
    }

    @Test
    void sessionsTheirLocksAndTheirAnswersAreInTheSnapshot() {
        Cluster.Client client = cluster.open(1);
        Acquire acquire = new Acquire(client.nextRequest(), LOCK_1);
        cluster.apply(acquire);
        client.release(LOCK_1);
        client.lock(LOCK_2);
        HolderStatus holder = cluster.machine.holder(LOCK_2);
        restore();
        assertThat(cluster.machine.session(client.session)).isNotNull();
        assertThat(cluster.machine.holder(LOCK_2)).isEqualTo(holder);
        assertThat(cluster.apply(acquire)).isEqualTo(new Granted(1));
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
        assertThat(cluster.apply(client.resuming(2, 5)))
                .isEqualTo(new SessionOpened(client.session, client.clientId, 2));
    }

    @Test
    void theOrderInWhichClientIdsComeFreeIsInTheSnapshot() {
        Limits limits = Cluster.limits(3, 10);
        Cluster small = new Cluster(1, limits);
        Cluster.Client first = small.open(1);
        Cluster.Client second = small.open(1);
        second.close();
        first.close();
        byte[] snapshot = SnapshotCodec.encode(small.machine.freeze());
        small.machine = LockStateMachine.restore(SnapshotCodec.decode(snapshot), limits, FeatureLevel::neededBy);
        assertThat(small.open(1).clientId).isEqualTo(5);
        assertThat(small.open(1).clientId).isEqualTo(second.clientId);
        assertThat(small.open(1).clientId).isEqualTo(first.clientId);
    }

    @Test
    void aFrozenImageStaysAsItWasWhileTheMapGoesOn() {
        Cluster.Client client = cluster.open(1);
        Cluster.Client other = cluster.open(2);
        client.lock(LOCK_1);
        client.lock(LOCK_2);
        long before = cluster.machine.hash();
        StateImage image = cluster.machine.freeze();
        client.release(LOCK_1);
        other.lock(LOCK_1);
        cluster.apply(client.resuming(3, 5));
        other.close();
        cluster.open(3);
        assertThat(cluster.machine.hash()).isNotEqualTo(before);
        assertThat(LockStateMachine.restore(SnapshotCodec.decode(SnapshotCodec.encode(image)))
                        .hash())
                .isEqualTo(before);
        assertThat(LockStateMachine.restore(image).hash()).isEqualTo(before);
    }

    @Test
    void aMapBeforeFoundingHasASnapshotToo() {
        LockStateMachine empty = new LockStateMachine();
        StateImage image = SnapshotCodec.decode(SnapshotCodec.encode(empty.freeze()));
        assertThat(LockStateMachine.restore(image).hash()).isEqualTo(empty.hash());
        assertThat(LockStateMachine.restore(image).isFounded()).isFalse();
    }

    private void restore() {
        long before = cluster.machine.hash();
        byte[] snapshot = SnapshotCodec.encode(cluster.machine.freeze());
        cluster.machine = LockStateMachine.restore(SnapshotCodec.decode(snapshot));
        assertThat(cluster.machine.hash()).isEqualTo(before);
    }
}
