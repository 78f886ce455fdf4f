package io.lockstep.common.entry;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static io.lockstep.common.lock.Cluster.LOCK_2;
import static io.lockstep.common.lock.Cluster.LOCK_3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command.ResumeSession;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.entry.RestoredState.NewCluster;
import io.lockstep.common.lock.Cluster;
import io.lockstep.common.lock.LockStateMachine;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RestoredStateTest {

    private static final long NOW = 1_800_000_000_000L;

    private final Cluster cluster = new Cluster(0);

    @Test
    void locksStayHeldUnderTheirTokensByTheirHolders() {
        Cluster.Client client = cluster.open(2);
        client.lock(LOCK_1);
        client.lock(LockMode.SHARED, 0, LOCK_2);
        cluster.open(1).lock(LockMode.SHARED, 0, LOCK_2);
        HolderStatus one = cluster.holder(LOCK_1);
        List<HolderStatus> two = cluster.machine.holders(LOCK_2, 10);
        restore();
        assertThat(cluster.holder(LOCK_1)).isEqualTo(one);
        assertThat(cluster.machine.holders(LOCK_2, 10)).isEqualTo(two);
        assertThat(cluster.machine.clusterId()).isEqualTo("cluster-2");
    }

    @Test
    void noSessionCanBeResumedAndEachEndsAsItsLeaseDoes() {
        Cluster.Client client = cluster.open(2);
        client.lock(LOCK_1);
        restore();
        assertThat(cluster.apply(client.resuming(4, 5))).isInstanceOf(CommandResult.NoSession.class);
        for (SessionKey guess : List.of(new SessionKey(0, client.session), new SessionKey(0, 0))) {
            assertThat(cluster.apply(new ResumeSession(
                            client.session, guess, client.generation, 9, Cluster.home(4), "10.0.0.1:1")))
                    .isInstanceOf(CommandResult.NoSession.class);
        }
        assertThat(client.expire()).isEqualTo(new CommandResult.SessionEnded(1));
        assertThat(cluster.machine.holder(LOCK_1)).isNull();
    }

    @Test
    void aLockDelayGoesOnAndAWaitDoesNot() {
        Cluster.Client client = cluster.open(2);
        cluster.apply(client.acquiring(LockMode.EXCLUSIVE, 0, 5_000, LOCK_3));
        client.lock(LOCK_1);
        cluster.open(1).lock(60_000, LOCK_1);
        client.expire();
        Cluster.Client waiting = cluster.open(1);
        waiting.lock(60_000, LOCK_1);
        assertThat(cluster.queue(LOCK_1)).isNotEmpty();
        restore();
        assertThat(cluster.queue(LOCK_1)).isEmpty();
        assertThat(cluster.machine.status(LOCK_3).blockedUntilMillis()).isPositive();
        cluster.pass(5_000);
        assertThat(cluster.machine.status(LOCK_3).blockedUntilMillis()).isZero();
    }

    @Test
    void tokensSessionsAndServersGoOnAboveThoseOfTheFormerCluster() {
        Cluster.Client before = cluster.open(2);
        before.lock(LOCK_1);
        restore();
        assertThat(cluster.machine.servers())
                .filteredOn(server -> !server.isRemoved())
                .containsExactly(new RegisteredServer(
                        4,
                        "disk-new",
                        "10.0.0.9:9000",
                        "10.0.0.9:9100",
                        false,
                        RegisteredServer.Standing.MEMBER,
                        new Program("2.0.0", 2)));
        assertThat(cluster.machine.featureLevel()).isEqualTo(2);
        Cluster.Client after = cluster.open(4);
        assertThat(after.clientId).isEqualTo(200_000);
        assertThat(after.session).isGreaterThan(before.session + RestoredState.JUMP);
        assertThat(after.lock(LOCK_2))
                .isInstanceOfSatisfying(
                        CommandResult.Granted.class,
                        granted -> assertThat(granted.token()).isGreaterThan(1 + RestoredState.JUMP));
        assertThat(cluster.apply(cluster.opening(2))).isInstanceOf(CommandResult.OutOfPlace.class);
    }

    @Test
    void theAuditSaysWhatWasRestored() {
        cluster.open(1);
        restore();
        assertThat(cluster.machine.audit(0, 10))
                .containsExactly(new AuditRecord(
                        1,
                        new AuditRecord.Restoration("cluster-1", 77),
                        "anna",
                        "10.0.0.9:9000",
                        "restored from a backup",
                        NOW));
    }

    @Test
    void noTwoClustersOfOneLineageCountInOneRange() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10_000; i++) {
            long counter = random.nextLong(1L << 50);
            long wall = NOW + random.nextLong(10 * 365 * 86_400_000L);
            long later = random.nextLong(1, 86_400_000L);
            long first = RestoredState.jump(counter, wall);
            // What the former cluster gave after the backup, for months, is below the new one's first.
            assertThat(first).isGreaterThanOrEqualTo(counter + RestoredState.JUMP);
            // A second cluster of the same backup begins above all that the first can have given: 1,000 in each
            // millisecond.
            assertThat(RestoredState.jump(counter, wall + later)).isGreaterThan(first + later * 1_000);
        }
    }

    @Test
    void aClockThatIsWrongStillLeavesTheLeastJump() {
        assertThat(RestoredState.jump(7, 0)).isEqualTo(7 + RestoredState.JUMP);
    }

    @Test
    void aCounterWithoutRoomIsRefused() {
        assertThatThrownBy(() -> RestoredState.jump(Long.MAX_VALUE - 1, NOW)).isInstanceOf(ArithmeticException.class);
    }

    /** Goes on with a new cluster, by way of the file of a backup. */
    private void restore() {
        BackupHeader header = new BackupHeader("cluster-1", 77, NOW, 2, "1", 0, 0, 0);
        Backup backup = new Backup(header, cluster.machine.freeze());
        RestoredState restored = RestoredState.of(
                Backup.decode(ByteSource.of(bytes(backup.encode()))).image(),
                header.index(),
                new NewCluster(
                        "cluster-2",
                        "disk-new",
                        "10.0.0.9:9000",
                        "10.0.0.9:9100",
                        "anna",
                        NOW,
                        new Program("2.0.0", 2)));
        assertThat(restored.server()).isEqualTo(4);
        assertThat(restored.index()).isGreaterThan(77 + RestoredState.JUMP);
        cluster.machine = LockStateMachine.restore(restored.image());
    }

    private static byte[] bytes(ByteSource source) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = source.next(); piece.length > 0; piece = source.next()) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
