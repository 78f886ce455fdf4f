package io.lockstep.benchmarks.agent;

/** What the agent tells to whoever asks the virtual machine. */
public interface StampsMBean {

    /**
     * Returns the stamps since the last call and forgets them: of each the number of its stage, and then the time as
     * {@link System#nanoTime}, which all processes of a Linux machine share.
     */
    long[] take();

    /** Returns which of the wanted methods this server does not have; empty if it has all. */
    String getMissing();
}
