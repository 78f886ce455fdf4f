package io.lockstep.common.command;

/**
 * How a lock is held, that is, by how many sessions at once. All holders of a lock share one mode. The number of
 * holders expresses three kinds of lock: exclusive (one holder), shared (any number) and the counting semaphore (a
 * number that its users agree on).
 *
 * @param holdersMax how many sessions can hold the lock at once, from 1
 */
public record LockMode(int holdersMax) {

    /** Held by one session. */
    public static final LockMode EXCLUSIVE = new LockMode(1);

    /** Held by any number of sessions. */
    public static final LockMode SHARED = new LockMode(Integer.MAX_VALUE);

    /** Fewest permits of a semaphore. One permit would be an exclusive lock. */
    public static final int PERMITS_MIN = 2;

    /** Most permits of a semaphore. */
    public static final int PERMITS_MAX = 1_000_000;

    public LockMode {
        if (!isMode(holdersMax)) {
            throw new IllegalArgumentException("no such mode: " + holdersMax + " holders");
        }
    }

    /**
     * Returns the mode of a semaphore with this many permits, from {@link #PERMITS_MIN} to {@link #PERMITS_MAX}. Each
     * holder takes one permit.
     */
    public static LockMode permits(int permits) {
        if (permits < PERMITS_MIN || permits > PERMITS_MAX) {
            throw new IllegalArgumentException("a semaphore has " + PERMITS_MIN + " to " + PERMITS_MAX + " permits");
        }
        return new LockMode(permits);
    }

    /** Returns whether there is a mode with so many holders. */
    public static boolean isMode(int holdersMax) {
        return holdersMax >= 1 && (holdersMax <= PERMITS_MAX || holdersMax == Integer.MAX_VALUE);
    }

    /** Returns the mode in one word, without the permits of a semaphore. */
    public String word() {
        if (isSemaphore()) {
            return "semaphore";
        }
        return equals(SHARED) ? "shared" : "exclusive";
    }

    /** Returns whether this is a counting semaphore. */
    public boolean isSemaphore() {
        return holdersMax != 1 && holdersMax != Integer.MAX_VALUE;
    }

    /** Returns whether one lock can be used in both modes, one after the other. */
    public boolean agreesWith(LockMode other) {
        return equals(other) || !(isSemaphore() || other.isSemaphore());
    }
}
