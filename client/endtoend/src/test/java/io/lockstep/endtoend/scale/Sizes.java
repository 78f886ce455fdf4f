package io.lockstep.endtoend.scale;

import java.util.List;

/**
 * How much of each there is in turn, and how long each is measured.
 *
 * @param locks held
 * @param sessions connected to one follower
 * @param waiters for one lock
 * @param restartLocks held when all servers are killed
 * @param bytesOf of each kind, to divide their bytes by
 * @param clients on one follower that renew their sessions
 * @param clientSeconds for so long
 * @param leases that end within a second
 * @param ttlMillis the lease of those
 * @param seconds of each measurement
 * @param warmupSeconds before the first
 * @param heap of each server
 */
record Sizes(
        List<Integer> locks,
        List<Integer> sessions,
        List<Integer> waiters,
        List<Integer> restartLocks,
        int bytesOf,
        int clients,
        int clientSeconds,
        int leases,
        long ttlMillis,
        double seconds,
        double warmupSeconds,
        String heap) {

    /** The long form. */
    static Sizes whole(int clientMinutes) {
        return new Sizes(
                List.of(1_000, 10_000, 100_000, 1_000_000),
                List.of(10, 100, 1_000, 10_000, 19_000),
                List.of(1, 10, 100, 1_000, 10_000),
                List.of(1_000, 10_000, 100_000, 1_000_000),
                5_000,
                19_000,
                60 * clientMinutes,
                15_000,
                20_000,
                5,
                16,
                "1g");
    }

    /** For a test. */
    static Sizes small() {
        return new Sizes(
                List.of(100, 1_000),
                List.of(10, 50),
                List.of(1, 20),
                List.of(100, 1_000),
                200,
                100,
                3,
                200,
                2_000,
                0.3,
                0.6,
                "64m");
    }

    boolean isSmall() {
        return seconds < 1;
    }
}
