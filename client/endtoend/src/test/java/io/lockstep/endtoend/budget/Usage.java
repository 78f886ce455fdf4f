package io.lockstep.endtoend.budget;

/**
 * What threads have used so far, or in some time.
 *
 * @param switches how often they gave up their processor to wait
 * @param cpuNanos processor time
 * @param bytes allocated on the heap
 */
record Usage(long switches, long cpuNanos, long bytes) {

    static final Usage NONE = new Usage(0, 0, 0);

    Usage plus(Usage other) {
        return new Usage(switches + other.switches, cpuNanos + other.cpuNanos, bytes + other.bytes);
    }

    Usage minus(Usage other) {
        return new Usage(switches - other.switches, cpuNanos - other.cpuNanos, bytes - other.bytes);
    }

    /** What is left without that of {@code idle}, which lasted {@code share} times as long. Not below 0. */
    Usage beyond(Usage idle, double share) {
        return new Usage(
                Math.max(0, Math.round(switches - share * idle.switches)),
                Math.max(0, Math.round(cpuNanos - share * idle.cpuNanos)),
                Math.max(0, Math.round(bytes - share * idle.bytes)));
    }
}
