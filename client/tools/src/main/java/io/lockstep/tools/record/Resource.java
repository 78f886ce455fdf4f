package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation.Result;

/** What the locks protect: takes a write unless it has taken one with a higher token. Safe for any thread. */
public interface Resource {

    /** Writes under a lock: {@code OK}, {@code REJECTED}, or {@code UNKNOWN} if no answer came. May block. */
    Result write(String lock, long token);
}
