package io.lockstep.client.api;

/** The result of an attempt to take a lock, for callers that treat a refusal as a result and not as an error. */
public sealed interface AcquireResult {

    /** The lock is held. The caller must close it. */
    record Granted(HeldLock lock) implements AcquireResult {}

    /** The lock was not granted; another holder or waiter comes first. */
    record Refused(Refusal refusal) implements AcquireResult {}
}
