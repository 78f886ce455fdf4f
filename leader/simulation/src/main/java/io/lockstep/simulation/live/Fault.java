package io.lockstep.simulation.live;

/** What happens to one request of a client in place of the usual answer. */
public enum Fault {
    /** Nothing: the request is answered as usual. */
    NONE,
    /** The request is lost and its connection closed. */
    CLOSE_BEFORE,
    /** The server executes the request; the connection closes instead of the answer. */
    CLOSE_AFTER,
    /** The server executes the request and answers OUTCOME_UNKNOWN. */
    UNKNOWN_AFTER,
    /** The request is lost and answered with NO_LEADER. */
    NO_LEADER,
    /** The request is lost and never answered. */
    SILENT,
    /** The server executes the request; the answer waits for {@link LiveCluster#sendHeldAnswers}. */
    HOLD_ANSWER
}
