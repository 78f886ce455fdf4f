package io.lockstep.endtoend.watched;

/** Those who look on while a client works, from when they are made until they leave. */
interface Onlookers {

    /** What they saw, in one line. */
    String seen() throws Exception;

    /** Returns when they have left. */
    void leave() throws Exception;
}
