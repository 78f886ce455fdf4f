package io.lockstep.simulation.check;

import java.util.Set;

/** One promise, and whether a run kept it. */
public interface Check {

    default String name() {
        return getClass().getSimpleName();
    }

    /** What this check judges. One that comes up in no run shows that the check proves nothing. */
    Set<String> subjects();

    /** Reports each breach of the promise, and each subject as often as it comes up. */
    void examine(Evidence evidence, Verdict verdict);
}
