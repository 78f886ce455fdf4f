package io.lockstep.client.bench;

/** Told how a run goes, about once a second, on the thread of the run. */
@FunctionalInterface
public interface BenchListener {

    /** Tells nobody. */
    BenchListener NONE = (settings, warm, seconds, done, errors) -> {};

    /**
     * The run goes on.
     *
     * @param warm whether the warm-up is over
     * @param seconds since the warm-up or the measurement began
     * @param donePerSecond what was completed since the last call, a second
     * @param errors unexpected answers since the start
     */
    void at(BenchSettings settings, boolean warm, double seconds, double donePerSecond, long errors);
}
