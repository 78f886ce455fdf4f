package io.lockstep.common.command;

/**
 * How a lock is held: by how many sessions at once. All its holders at a time hold it in the same mode. One structure
 * serves three kinds of lock: exclusive (one holder), shared (any number) and the counting semaphore (a number that its
 * users agree on).
 *
 * @param holdersMax how many may hold the lock at once, in this mode, from 1
 */
public record LockMode(int holdersMax) {

    /** Held alone. */
    public static final LockMode EXCLUSIVE = new LockMode(1);

    /** Held together with any number of others in this mode. */
    public static final LockMode SHARED = new LockMode(Integer.MAX_VALUE);

    /** Fewest permits of a semaphore; one would be an exclusive lock. */
    public static final int PERMITS_MIN = 2;

    /** Most permits of a semaphore. */
    public static final int PERMITS_MAX = 1_000_000;

    public LockMode {
        if (holdersMax < 1 || (holdersMax > PERMITS_MAX && holdersMax != Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("no such mode: " + holdersMax + " holders");
        }
    }

    /** A semaphore of so many permits, from {@link #PERMITS_MIN} to {@link #PERMITS_MAX}; a holder takes one. */
    public static LockMode permits(int permits) {
        if (permits < PERMITS_MIN || permits > PERMITS_MAX) {
            throw new IllegalArgumentException("a semaphore has " + PERMITS_MIN + " to " + PERMITS_MAX + " permits");
        }
        return new LockMode(permits);
    }

    /** Whether this is a counting semaphore. */
    public boolean isSemaphore() {
        return holdersMax != 1 && holdersMax != Integer.MAX_VALUE;
    }

    /** Whether the same name may be used in both modes, one after the other. */
    public boolean agreesWith(LockMode other) {
        return equals(other) || !(isSemaphore() || other.isSemaphore());
    }
}
