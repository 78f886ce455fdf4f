package io.lockstep.simulation.check;

import java.util.function.Consumer;

/** One promise, and whether a run kept it. */
@FunctionalInterface
public interface Check {

    /** Reports each breach of the promise, in words. */
    void examine(Evidence evidence, Consumer<String> breach);
}
