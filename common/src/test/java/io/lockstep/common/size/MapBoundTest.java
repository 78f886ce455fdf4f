package io.lockstep.common.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.CancelWait;
import io.lockstep.common.command.Command.CloseSession;
import io.lockstep.common.command.Command.EndIdleSession;
import io.lockstep.common.command.Command.ForceRelease;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.Command.SetMapBytes;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.MapBytesSet;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.SessionEnded;
import io.lockstep.common.command.CommandResult.SessionInUse;
import io.lockstep.common.command.CommandResult.SessionOpened;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.Cluster;
import io.lockstep.common.lock.LockStateMachine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bound of the lock map in bytes: what is refused beyond it, and what always works. */
final class MapBoundTest {

    private static final long BOUND = 200_000;

    private final Cluster cluster = new Cluster(0);
    private long session;
    private int requests;

    @BeforeEach
    void bound() {
        assertThat(cluster.apply(new SetMapBytes(BOUND, "anna", "o:1", "small machines")))
                .isEqualTo(new MapBytesSet(BOUND));
        session = open(1);
    }

    private CommandResult tryOpen(int key, boolean operator) {
        return cluster.apply(
                new OpenSession(new SessionKey(9, key), Cluster.home(1), "c:1", "", 10_000, true, "", operator));
    }

    private long open(int key) {
        return ((SessionOpened) tryOpen(key, false)).session();
    }

    private RequestId next(long of) {
        requests++;
        return new RequestId(of, 1, requests, 0);
    }

    private CommandResult lock(String name) {
        return cluster.apply(new Acquire(next(session), new LockName(name)));
    }

    private static Full full() {
        return new Full(MapSize.BOUND, BOUND);
    }

    private long bytes() {
        return cluster.machine.size().bytes();
    }

    /** Takes locks until the map is full; returns how many. */
    private int fill() {
        int taken = 0;
        CommandResult result = lock("lock-0");
        while (result instanceof Granted) {
            taken++;
            result = lock("lock-" + taken);
        }
        assertThat(result).isEqualTo(full());
        return taken;
    }

    @Test
    void locksEndAtTheBound() {
        assertThat(fill()).isBetween(500, 1_000);
        assertThat(bytes()).isBetween(BOUND - 1_000, BOUND);
    }

    @Test
    void sessionsEndAtTheBound() {
        int key = 2;
        while (tryOpen(key, false) instanceof SessionOpened) {
            key++;
        }
        assertThat(tryOpen(key, false)).isEqualTo(full());
        assertThat(bytes()).isLessThanOrEqualTo(BOUND);
    }

    @Test
    void aWaitingRequestCountsWithTheGrantThatItMayBecome() {
        long other = open(2);
        LockName held = new LockName("held");
        cluster.apply(new Acquire(next(other), held));
        fill();
        assertThat(cluster.apply(new Acquire(next(session), List.of(held), LockMode.EXCLUSIVE, 60_000, 0)))
                .isEqualTo(full());
        cluster.apply(new SetMapBytes(bytes() + 1_000, "", "o:1", "room for one"));
        CommandResult waits = cluster.apply(new Acquire(next(session), List.of(held), LockMode.EXCLUSIVE, 60_000, 0));
        assertThat(waits).isEqualTo(new Queued(1));
        long before = bytes();
        cluster.apply(new Release(next(other), held, 0));
        assertThat(cluster.machine.status(held).oldest()).isNotNull();
        assertThat(bytes()).isLessThan(before);
    }

    @Test
    void whatMakesRoomWorksInAFullMap() {
        fill();
        LockName first = new LockName("lock-0");
        long token = cluster.machine.holder(first).token();
        SessionOpened operator = (SessionOpened) tryOpen(77, true);
        assertThat(cluster.apply(new ForceRelease(
                        new RequestId(operator.session(), 1, 1, 0), first, token, "anna", "the map is full")))
                .isEqualTo(new Released(token));
        for (int lock = 1; lock < 9; lock++) {
            assertThat(cluster.apply(new Release(next(session), new LockName("lock-" + lock), 0)))
                    .isInstanceOf(Released.class);
        }
        assertThat(lock("again")).isInstanceOf(Granted.class);
        assertThat(cluster.apply(new CloseSession(session, 1))).isInstanceOf(SessionEnded.class);
        assertThat(bytes()).isLessThan(BOUND / 10);
    }

    @Test
    void cancellingInAdvanceNeedsRoom() {
        long other = open(2);
        fill();
        CommandResult result = new CommandResult.WaitCancelled();
        for (int request = 1; request <= 20 && result instanceof CommandResult.WaitCancelled; request++) {
            result = cluster.apply(new CancelWait(other, 1, request));
        }
        assertThat(result).isEqualTo(full());
    }

    @Test
    void sessionsOfOperatorsAreBoundedToo() {
        fill();
        int key = 100;
        while (tryOpen(key, true) instanceof SessionOpened) {
            key++;
        }
        assertThat(key).isGreaterThan(105);
        assertThat(bytes()).isLessThanOrEqualTo(BOUND + BOUND / 16);
    }

    @Test
    void aSmallerBoundLeavesWhatIsThere() {
        int taken = fill();
        cluster.apply(new SetMapBytes(BOUND / 2, "", "o:1", "less"));
        assertThat(cluster.machine.lockCount()).isEqualTo(taken);
        assertThat(lock("one more")).isEqualTo(new Full(MapSize.BOUND, BOUND / 2));
        List<AuditRecord> audit = cluster.machine.audit(0, 10);
        assertThat(audit.get(audit.size() - 1).act()).isEqualTo(new AuditRecord.MapBytesSet(BOUND, BOUND / 2));
    }

    @Test
    void aRestoredMapCountsTheSame() {
        long other = open(2);
        fill();
        cluster.apply(new Release(next(session), new LockName("lock-3"), 0));
        cluster.apply(new Acquire(next(other), List.of(new LockName("lock-1")), LockMode.EXCLUSIVE, 60_000, 0));
        LockStateMachine restored =
                LockStateMachine.restore(SnapshotCodec.decode(SnapshotCodec.encode(cluster.machine.freeze())));
        assertThat(restored.size().bytes()).isEqualTo(bytes());
        assertThat(restored.size().bytesMax()).isEqualTo(BOUND);
        assertThat(restored.hash()).isEqualTo(cluster.machine.hash());
    }

    @Test
    void onlyAnIdleSessionEndsEarly() {
        assertThat(lock("mine")).isInstanceOf(Granted.class);
        assertThat(cluster.apply(new EndIdleSession(session, 1))).isEqualTo(new SessionInUse());
        long waiting = open(2);
        cluster.apply(new Acquire(next(waiting), List.of(new LockName("mine")), LockMode.EXCLUSIVE, 60_000, 0));
        assertThat(cluster.apply(new EndIdleSession(waiting, 1))).isEqualTo(new SessionInUse());
        long idle = open(3);
        assertThat(cluster.apply(new EndIdleSession(idle, 1))).isEqualTo(new SessionEnded(0));
        assertThat(cluster.machine.session(idle)).isNull();
    }

    @Test
    void anEmptyMapIsAsSmallAsBefore() {
        long before = bytes();
        fill();
        cluster.apply(new CloseSession(session, 1));
        assertThat(bytes() - before).isNegative();
    }
}
