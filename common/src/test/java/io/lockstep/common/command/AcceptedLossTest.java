package io.lockstep.common.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.AcceptLoss;
import io.lockstep.common.command.CommandResult.LossRecorded;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.CommandResult.MembershipRefused.Reason;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.LockStateMachine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loss that an operator accepted is in the audit, once for each start, and in the snapshot. */
class AcceptedLossTest {

    private static final long WALL_MILLIS = 1_700_000_000_000L;

    private final LockStateMachine machine = new LockStateMachine();

    @BeforeEach
    void foundACluster() {
        apply(new Command.FoundCluster("cluster-1", 1));
        apply(new Command.RegisterServer("disk-1", "127.0.0.1:9000", "127.0.0.1:9100"));
    }

    private CommandResult apply(Command command) {
        Origin origin = new Origin(new ServerIncarnation(1, 77), 1);
        return machine.apply(new Entry(origin, 1_000, WALL_MILLIS, List.of(new Submission(origin, command))))
                .get(0)
                .result();
    }

    private static AcceptLoss loss(int server, long start) {
        return new AcceptLoss(server, start, 12, 20, "anna", "127.0.0.1:9000", "started with --accept-loss");
    }

    @Test
    void eachStartHasOneRecord() {
        assertThat(apply(loss(1, 5))).isEqualTo(new LossRecorded());
        assertThat(machine.decide(loss(1, 5)).changes()).isFalse();
        assertThat(apply(loss(1, 5))).isEqualTo(new LossRecorded());
        assertThat(apply(loss(1, 6))).isEqualTo(new LossRecorded());
        assertThat(machine.audit(0, 10)).containsExactly(record(1, 5), record(2, 6));
        LockStateMachine copy = LockStateMachine.restore(SnapshotCodec.decode(SnapshotCodec.encode(machine.freeze())));
        assertThat(copy.audit(0, 10)).containsExactly(record(1, 5), record(2, 6));
        assertThat(copy.hash()).isEqualTo(machine.hash());
        assertThat(copy.decide(loss(1, 6)).changes()).isFalse();
    }

    private static AuditRecord record(long number, long start) {
        return new AuditRecord(
                number,
                new AuditRecord.LossAccepted(1, start, 12, 20),
                "anna",
                "127.0.0.1:9000",
                "started with --accept-loss",
                WALL_MILLIS);
    }

    @Test
    void aServerThatIsNotRegisteredHasNoRecord() {
        assertThat(apply(loss(2, 1))).isEqualTo(new MembershipRefused(Reason.NO_SUCH_SERVER, 2));
        assertThat(machine.audit(0, 10)).isEmpty();
    }
}
