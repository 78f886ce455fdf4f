package io.lockstep.common.command;

/**
 * A request for a grant with its own lease, by whoever has its key. Any session may send it, at any server.
 *
 * <p>The token of the grant is 0 if the key alone is to identify it.
 */
public sealed interface KeyedRequest extends Command.Request {

    /** The lock. */
    LockName name();

    /** The fencing token of the grant; 0 for the grant with this key. */
    long token();

    /** The key of the grant. */
    GrantKey key();

    /**
     * Makes the lease of the grant run for this long from now on, also if that is shorter.
     *
     * @param leaseMillis brought within the bounds of the cluster, as in {@link LeaseTerms}
     */
    record Extend(RequestId request, LockName name, long token, GrantKey key, long leaseMillis)
            implements KeyedRequest {

        public Extend {
            if (leaseMillis < 0) {
                throw new IllegalArgumentException("a negative time");
            }
        }
    }

    /**
     * Ends the grant.
     *
     * @param holdMillis how long the lock then stays blocked; {@link #AS_LOCKED} for what the LOCK said
     */
    record Release(RequestId request, LockName name, long token, GrantKey key, long holdMillis)
            implements KeyedRequest {

        /** Stands for the time that the LOCK asked for. */
        public static final long AS_LOCKED = -1;

        public Release {
            if (holdMillis < AS_LOCKED) {
                throw new IllegalArgumentException("a negative time");
            }
        }
    }
}
