package io.lockstep.client.fencing;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Guards a resource behind an exclusive lock, in the process that owns the resource: it refuses a token that is smaller
 * than one it has seen. A lease alone cannot do that, since a holder may be paused just after it checked its lease, and
 * go on when another client holds the lock. The tokens of all locks of a cluster come from one counter, and rise.
 *
 * <p>Safe for any thread. Calls for one resource run one at a time.
 */
public final class FenceGuard {

    private static final int STRIPES = 64;

    private final FenceStore store;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /** A guard that remembers tokens until this process ends. */
    public FenceGuard() {
        this(FenceStore.inMemory());
    }

    /** A guard that keeps tokens in a store. No other guard may use the store at the same time. */
    public FenceGuard(FenceStore store) {
        this.store = store;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /**
     * Whether the bearer of the token may pass, because the guard has seen no larger one for the resource. If so,
     * remembers the token.
     *
     * <p>The answer holds for this moment only: a write that follows may be overtaken by one with a larger token. If
     * the write happens in this process, do it within {@link #run} or {@link #call}.
     */
    public boolean check(String resource, long token) {
        ReentrantLock stripe = stripe(resource);
        stripe.lock();
        try {
            return admitted(resource, token) <= token;
        } finally {
            stripe.unlock();
        }
    }

    /**
     * Runs the action if the bearer of the token may pass, and keeps others out of the resource meanwhile, so that no
     * action with a smaller token runs after one with a larger token.
     *
     * @throws StaleTokenException if the guard has seen a larger token; the action does not run
     */
    public void run(String resource, long token, Runnable action) {
        ReentrantLock stripe = stripe(resource);
        stripe.lock();
        try {
            require(resource, token);
            action.run();
        } finally {
            stripe.unlock();
        }
    }

    /** As {@link #run}, for an action that returns a value or throws a checked exception. */
    public <T> T call(String resource, long token, Callable<T> action) throws Exception {
        ReentrantLock stripe = stripe(resource);
        stripe.lock();
        try {
            require(resource, token);
            return action.call();
        } finally {
            stripe.unlock();
        }
    }

    private void require(String resource, long token) {
        long largest = admitted(resource, token);
        if (largest > token) {
            throw new StaleTokenException(resource, token, largest);
        }
    }

    /** The largest token seen before this one. Stores this one if it is larger. */
    private long admitted(String resource, long token) {
        if (token < 1) {
            throw new IllegalArgumentException("no grant has the token " + token);
        }
        long largest = store.largest(resource);
        if (token > largest) {
            store.store(resource, token);
        }
        return largest;
    }

    private ReentrantLock stripe(String resource) {
        return stripes[Math.floorMod(resource.hashCode(), STRIPES)];
    }
}
