package io.lockstep.endtoend.watched;

/** Those who look on while a client works. They come and leave more than once. */
interface Onlookers {

    /** They look on from now on. */
    void come() throws Exception;

    /** What they saw since they came, in one line. */
    String seen() throws Exception;

    /** They look on no longer. */
    void leave() throws Exception;

    /** They will not come again. */
    default void end() throws Exception {}
}
