package io.lockstep.client.inspect;

import java.time.Duration;
import java.util.List;

/**
 * Hears of all that a client does with locks: for metrics and tracing. It is called on a thread of the client, for one
 * event at a time, in order; a slow one delays only itself and listeners for changes of state.
 */
public interface LockObserver {

    /** Hears nothing. */
    LockObserver NONE = new LockObserver() {};

    /** A lock was granted, so long after it was asked for. */
    default void granted(List<String> names, long token, Duration took) {}

    /**
     * A request ended without a lock.
     *
     * @param why the code of the refusal, such as {@code HELD}, or the simple name of the exception
     */
    default void notGranted(List<String> names, String why, Duration took) {}

    /** A lock was released here, so long after its grant. */
    default void released(List<String> names, long token, Duration held) {}

    /**
     * A lock was lost, so long after its grant.
     *
     * @param reason the name of the {@code LostReason}
     */
    default void lost(List<String> names, long token, String reason, Duration held) {}
}
