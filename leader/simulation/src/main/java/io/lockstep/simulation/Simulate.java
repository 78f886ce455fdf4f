package io.lockstep.simulation;

import io.lockstep.simulation.check.Coverage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The program behind {@code scripts/simulate}. */
public final class Simulate {

    private static final int USAGE = 64;
    private static final int FAILURES_SHOWN_MAX = 20;

    private Simulate() {}

    /** Runs the seeds that the arguments name and prints what failed. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean verbose = false;
        long seeds = 0;
        long from = 0;
        long one = -1;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "-v", "--verbose" -> verbose = true;
                case "--seeds" -> seeds = number(arguments, ++i);
                case "--from" -> from = number(arguments, ++i);
                default -> one = number(arguments, i);
            }
        }
        if (seeds > 0) {
            System.exit(runMany(from, seeds) ? 0 : 1);
        }
        if (one < 0) {
            usage();
        }
        System.exit(runOne(one, verbose) ? 0 : 1);
    }

    private static long number(String[] arguments, int at) {
        if (at < arguments.length && arguments[at].matches("[0-9]{1,18}")) {
            return Long.parseLong(arguments[at]);
        }
        throw usage();
    }

    private static IllegalArgumentException usage() {
        System.err.println("usage: scripts/simulate [-v] SEED | --seeds N [--from M]");
        System.exit(USAGE);
        return new IllegalArgumentException();
    }

    private static boolean runOne(long seed, boolean verbose) {
        SimulationResult result = Simulation.run(seed, verbose ? System.out::println : null);
        if (result.isGood()) {
            System.out.println("seed " + seed + ": all is well; " + result.events() + " events, trace "
                    + Long.toHexString(result.traceHash()));
        } else {
            System.out.println(result.ending() + result.report());
            if (result.thrown() != null) {
                result.thrown().printStackTrace(System.out);
            }
        }
        return result.isGood();
    }

    private static boolean runMany(long from, long seeds) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        AtomicLong next = new AtomicLong(from);
        AtomicLong bad = new AtomicLong();
        AtomicLong events = new AtomicLong();
        AtomicLong traces = new AtomicLong();
        Coverage coverage = new Coverage();
        long beganNanos = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                for (long seed = next.getAndIncrement(); seed < from + seeds; seed = next.getAndIncrement()) {
                    SimulationResult result = Simulation.run(seed);
                    events.addAndGet(result.events());
                    traces.addAndGet(result.traceHash());
                    synchronized (coverage) {
                        coverage.add(result.coverage());
                    }
                    if (!result.isGood() && bad.incrementAndGet() <= FAILURES_SHOWN_MAX) {
                        System.out.println(result.report());
                    }
                }
            });
        }
        executor.shutdown();
        executor.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        coverage.times().forEach((what, times) -> System.out.println(times + "\t" + what));
        System.out.println(seeds + " seeds from " + from + ", " + events + " events, trace "
                + Long.toHexString(traces.get()) + ": " + bad + " failed, in "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos) + " s");
        return bad.get() == 0;
    }
}
