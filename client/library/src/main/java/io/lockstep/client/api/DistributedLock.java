package io.lockstep.client.api;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * A lock of the cluster as a {@link Lock} of the JDK: owned by a thread, and re-entrant. It has what the owner of a
 * distributed lock needs besides: the token, and whether the lock is still held.
 */
public interface DistributedLock extends Lock {

    /** The name of the lock. */
    String name();

    /**
     * The fencing token of the present grant. Pass it to the protected resource.
     *
     * @throws IllegalMonitorStateException if the calling thread has not locked it
     */
    long token();

    /** Whether a thread of this client has locked it and it is not lost. */
    boolean isValid();

    /** How long it stays held without a further renewal; zero if it is not held. */
    Duration remaining();

    /**
     * Registers a callback for the loss of the present grant, as {@link HeldLock#onLost}.
     *
     * @throws IllegalMonitorStateException if the calling thread has not locked it
     */
    void onLost(Consumer<LostReason> callback);

    /**
     * Takes the lock if it is free, as {@link java.util.concurrent.locks.ReentrantLock#tryLock()} does, whether or not
     * the thread is interrupted. Also false if this client has as many locks as the cluster allows.
     */
    @Override
    boolean tryLock();

    /** Not supported: a condition would have to span processes. */
    @Override
    Condition newCondition();
}
