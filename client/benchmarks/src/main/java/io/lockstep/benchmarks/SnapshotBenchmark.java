package io.lockstep.benchmarks;

import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.StateImage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A snapshot of a lock map in which 100,000 locks are held. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SnapshotBenchmark {

    private static final int LOCKS = 100_000;

    private final HeldMap map = new HeldMap(LOCKS);
    private final StateImage image = map.machine.freeze();
    private final byte[] snapshot = SnapshotCodec.encode(image);

    /** What the loop does for a snapshot. */
    @Benchmark
    public StateImage freeze() {
        return map.machine.freeze();
    }

    /** What another thread does then. */
    @Benchmark
    public byte[] encodeSnapshot() {
        return SnapshotCodec.encode(image);
    }

    /** What a server does that starts, or gets a snapshot. */
    @Benchmark
    public LockStateMachine decodeSnapshot() {
        return LockStateMachine.restore(SnapshotCodec.decode(snapshot));
    }
}
