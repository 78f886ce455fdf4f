package io.lockstep.simulation.log;

import io.lockstep.simulation.time.Randomness;

/**
 * How a simulated log uses its freedom. Chances are per proposal, commit or call; times are typical ones in
 * microseconds.
 *
 * @param refused a proposal is refused although its node leads
 * @param lost a proposal never gets into the log although its term continues
 * @param disowned the outcome of a proposal is reported as unknown although nothing went wrong
 * @param gap an index is skipped
 * @param notConfirmed a valid leadership is not confirmed
 * @param dropped a change of membership is dropped
 * @param snapshot a snapshot is requested after an entry
 * @param installed a node that is behind gets a snapshot instead of entries
 * @param commitMicros from proposal to commit
 * @param paceMicros between two deliveries to a node
 * @param reportMicros from delivery to the report of an outcome
 * @param noticeMicros until a server notices that another one was elected
 * @param reignMicros until another server is elected for no reason; 0 for never
 */
public record LogHostility(
        double refused,
        double lost,
        double disowned,
        double gap,
        double notConfirmed,
        double dropped,
        double snapshot,
        double installed,
        long commitMicros,
        long paceMicros,
        long reportMicros,
        long noticeMicros,
        long reignMicros) {

    /** A log without hostility. */
    public static final LogHostility NONE = new LogHostility(0, 0, 0, 0, 0, 0, 0, 0, 500, 200, 100, 1_000, 0);

    /** Draws some kinds of hostility in some strength. Each kind is absent from some seeds. */
    public static LogHostility drawn(Randomness random) {
        return new LogHostility(
                some(random, 0.05),
                some(random, 0.03),
                some(random, 0.03),
                some(random, 0.3),
                some(random, 0.1),
                some(random, 0.3),
                some(random, 0.05),
                some(random, 0.3),
                random.between(200, 20_000),
                random.between(50, 20_000),
                random.between(50, 50_000),
                random.between(1_000, 1_500_000),
                random.chance(0.8) ? random.between(400_000, 8_000_000) : 0);
    }

    private static double some(Randomness random, double most) {
        return random.chance(0.6) ? random.fraction() * most : 0;
    }
}
