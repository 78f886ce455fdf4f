package io.lockstep.common.size;

/**
 * The bytes that one lock map takes by the estimates of {@link MapBytes}, and their bound. The bound is a value of the
 * log, so all servers refuse alike what would exceed it. One thread at a time may use it.
 */
public final class MapSize {

    /** Stands for no bound. */
    public static final long UNBOUNDED = Long.MAX_VALUE;

    /** The name of the bound in a refusal. */
    public static final String BOUND = "bytes of the lock map";

    /** An operator's session may take the map beyond the bound by one part of so many. */
    private static final int OPERATORS_PART = 16;

    private long bytes;
    private long bytesMax = UNBOUNDED;

    /** Makes the size of an empty map without a bound. */
    public MapSize() {}

    /** Counts {@code more} bytes; a negative number for what is gone. */
    public void add(long more) {
        bytes += more;
    }

    /** Returns the bytes that are counted. */
    public long bytes() {
        return bytes;
    }

    /** Returns the bound in bytes; {@link #UNBOUNDED} if there is none. */
    public long bytesMax() {
        return bytesMax;
    }

    /** Sets the bound. A map that is larger stays as it is, and does not grow. */
    public void bound(long max) {
        bytesMax = max;
    }

    /** Returns whether {@code more} bytes would exceed the bound. */
    public boolean exceededWith(long more) {
        return bytes + more > bytesMax;
    }

    /** Returns the same for a session of an operator, who must get in when the map is full. */
    public boolean exceededByOperatorWith(long more) {
        return bytes + more - bytesMax / OPERATORS_PART > bytesMax;
    }

    /** Returns whether less than a sixteenth of the bound is free. */
    public boolean isNearlyFull() {
        return bytes > bytesMax - bytesMax / OPERATORS_PART;
    }
}
