package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation.Result;

/** The resource that the locks protect: accepts a write unless it has seen a higher token. Safe for any thread. */
public interface Resource {

    /** Writes under a lock; returns {@code OK}, {@code REJECTED}, or {@code UNKNOWN} without an answer. May block. */
    Result write(String lock, long token);
}
