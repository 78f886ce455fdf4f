package io.lockstep.client.fencing;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands before what an exclusive lock protects, in the process that owns it, and lets nobody pass who brings a smaller
 * token than somebody before. A lease alone cannot do that: its holder may be paused just after it looked, and go on when
 * the lock is another's. The tokens of all locks of a cluster come from one counter, and rise.
 *
 * <p>Any number of threads may use it. Those that bring tokens for one resource pass one at a time.
 */
public final class FenceGuard {

    private static final int STRIPES = 64;

    private final FenceStore store;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    /** A guard that remembers as long as this process lives. */
    public FenceGuard() {
        this(FenceStore.inMemory());
    }

    /** A guard that remembers in a store. No other guard may use the same at the same time. */
    public FenceGuard(FenceStore store) {
        this.store = store;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /**
     * Whether the bearer of that token may pass: no larger one was seen for that resource. Remembers it, then.
     *
     * <p>That somebody passed says nothing of later: a write that follows may be overtaken by one with a larger token. So
     * where the write happens in this process, do it within {@link #run} or {@link #call}.
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
     * Runs the action if the bearer of that token may pass, and keeps others out of this resource meanwhile, so that no
     * action with a smaller token ever comes after one with a larger.
     *
     * @throws StaleTokenException if a larger token was seen; then the action did not run
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

    /** As {@link #run}, for an action that returns something or throws something of its own. */
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

    /** The largest token seen before this one, which is stored if it is larger. */
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
