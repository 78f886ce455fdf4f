package io.lockstep.simulation.check;

import java.util.Set;

/** One promise, and the judgment whether a run kept it. */
public interface Check {

    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * Returns the kinds of event that this check judges. A kind that occurs in no run proves that the check proves
     * nothing.
     */
    Set<String> subjects();

    /** Reports each breach of the promise, and each subject as often as it occurs. */
    void examine(Evidence evidence, CheckVerdict verdict);
}
