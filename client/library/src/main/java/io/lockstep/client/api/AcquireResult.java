package io.lockstep.client.api;

/** What an attempt to take a lock came to, where being refused is nothing out of the ordinary. */
public sealed interface AcquireResult {

    /** It is held now; whoever has this closes it. */
    record Granted(HeldLock lock) implements AcquireResult {}

    /** Somebody is in the way. */
    record Refused(Refusal refusal) implements AcquireResult {}
}
