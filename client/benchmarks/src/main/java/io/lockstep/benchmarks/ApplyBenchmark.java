package io.lockstep.benchmarks;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockName;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Deciding and applying at a lock map in which 100,000 locks are held. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApplyBenchmark {

    private static final int LOCKS = 100_000;
    private static final LockName NAME = new LockName("orders/customer-4711");

    private final HeldMap map = new HeldMap(LOCKS);

    /** A lock is taken and released, each in an entry of its own, as every server does it. */
    @Benchmark
    public CommandResult applyLockAndRelease() {
        map.apply(map.acquire(NAME));
        return map.apply(map.release(NAME));
    }

    /** The leader decides about a lock that is free. */
    @Benchmark
    public CommandResult decideLock() {
        return map.machine.decide(map.acquire(NAME)).result();
    }
}
