package io.lockstep.common.command;

/**
 * The bounds of the tables. They are part of what makes servers agree, so every server has {@link #STANDARD}; other values
 * are for tests.
 *
 * @param clientIdsPerServer positions each server has for clients
 * @param locks how many locks may be held, waited for or blocked at once in the whole cluster
 * @param waitersPerLock how many requests may stand in line for one lock
 * @param waitsPerSession how many requests of one session may wait at once
 * @param auditRecords how many audit records are kept
 */
public record Limits(int clientIdsPerServer, int locks, int waitersPerLock, int waitsPerSession, int auditRecords) {

    public static final Limits STANDARD = new Limits(50_000, 4_000_000, 50_000, 1_000, 1_000);

    /** The highest server number whose client ids are still numbers of 31 bits. */
    public int servers() {
        return Integer.MAX_VALUE / clientIdsPerServer - 1;
    }
}
