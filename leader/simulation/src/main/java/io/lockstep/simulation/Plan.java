package io.lockstep.simulation;

import io.lockstep.simulation.client.LockKind;
import io.lockstep.simulation.log.LogHostility;
import io.lockstep.simulation.time.Randomness;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The kind of run that a seed gives. Every kind of fault is absent from some seeds. The figure of a fault is the
 * typical time between two faults in microseconds; 0 for never.
 *
 * @param servers the final number of servers; the first one founds the cluster, the others join
 * @param calmStart whether the servers join and become voters before the first fault and the first client
 * @param locksPerClient a setting of the cluster; 0 for no limit
 * @param snapshotBytes a node asks for a snapshot each time its log has grown by this much
 * @param requestTimeoutMicros a node gives up an unanswered request after this time
 * @param busyMicros how long clients are active while faults occur
 * @param users whether the cluster has users from its founding on
 */
record Plan(
        int servers,
        boolean calmStart,
        int locksPerClient,
        int clients,
        List<LockKind> locks,
        long snapshotBytes,
        long requestTimeoutMicros,
        long delayMicros,
        LogHostility hostility,
        long busyMicros,
        long crash,
        long stop,
        long stall,
        long partition,
        long oneWay,
        long linkBreak,
        long clientBreak,
        long clientBlock,
        long transfer,
        long slow,
        long wipe,
        long remove,
        boolean users) {

    static Plan drawn(Randomness random) {
        int servers = random.pick(List.of(1, 2, 3, 3, 3, 3, 4, 5, 5));
        int names = random.between(1, 4);
        return new Plan(
                servers,
                random.chance(0.7),
                random.pick(List.of(0, 1, 1, 3)),
                random.between(2, 8),
                LockKind.drawn(
                        IntStream.range(0, names)
                                .mapToObj(i -> i == 0 ? "Lock 1" : "lock" + i)
                                .toList(),
                        random),
                random.chance(0.5) ? random.between(500, 8_000) : 32L << 20,
                random.chance(0.5) ? 5_000_000 : random.between(150_000, 2_000_000),
                random.between(50, 2_500),
                LogHostility.drawn(random),
                random.between(4_000_000, 20_000_000),
                sometimes(random, 0.6, 2_500_000),
                sometimes(random, 0.3, 3_000_000),
                sometimes(random, 0.5, 1_500_000),
                sometimes(random, 0.4, 2_500_000),
                sometimes(random, 0.4, 2_500_000),
                sometimes(random, 0.5, 700_000),
                sometimes(random, 0.5, 700_000),
                sometimes(random, 0.3, 1_000_000),
                sometimes(random, 0.3, 1_500_000),
                sometimes(random, 0.4, 1_500_000),
                sometimes(random, 0.3, 4_000_000),
                sometimes(random, 0.2, 4_000_000),
                random.chance(0.33));
    }

    /** Returns the plan of a run without faults. */
    static Plan calm(int servers) {
        return new Plan(
                servers,
                true,
                1,
                0,
                List.of(),
                32L << 20,
                5_000_000,
                100,
                LogHostility.NONE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                false);
    }

    private static long sometimes(Randomness random, double chance, long typical) {
        return random.chance(chance) ? random.between(typical / 3, 2 * typical) : 0;
    }
}
