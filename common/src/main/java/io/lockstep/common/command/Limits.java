package io.lockstep.common.command;

/**
 * The bounds of the tables. They decide results, so every server of a cluster uses {@link #STANDARD}; other values are
 * for tests.
 *
 * @param clientIdsPerServer client ids that each server can give out
 * @param locks how many locks can be held, awaited or blocked at once in the whole cluster
 * @param locksPerSession how many locks one session can hold and wait for at once, whatever the founder allows: the end
 *     of a session is one command, which frees them all
 * @param waitersPerLock how many requests can wait for one lock
 * @param waitsPerSession how many requests of one session can wait at once
 * @param auditRecords how many audit records are kept
 */
public record Limits(
        int clientIdsPerServer,
        int locks,
        int locksPerSession,
        int waitersPerLock,
        int waitsPerSession,
        int auditRecords) {

    /** Shortest lease of a grant that has its own, in milliseconds. */
    public static final long LEASE_MILLIS_MIN = 1_000;

    /** The longest such lease of a cluster whose founder specifies none: 7 days. */
    public static final long LEASE_MILLIS_MAX_DEFAULT = 7 * 24 * 3_600_000L;

    /** The bound of the history of a cluster whose founder specifies none, in bytes: 8 MiB. */
    public static final long HISTORY_BYTES_DEFAULT = 8 << 20;

    public static final Limits STANDARD = new Limits(50_000, 4_000_000, 16_384, 50_000, 1_000, 1_000);

    /** Returns how many client ids of each server only sessions of operators get: one of 500, at most 100. */
    public int clientIdsReserved() {
        return Math.min(100, clientIdsPerServer / 500);
    }

    /** Returns the highest server number whose client ids fit into 31 bits. */
    public int servers() {
        return Integer.MAX_VALUE / clientIdsPerServer - 1;
    }
}
