package io.lockstep.common.net;

/** The states of a {@link Connection}, in order. */
enum State {
    OPEN,
    /** Closed by the owner; queued bytes still go out. */
    FLUSHING,
    /**
     * Everything is sent. The client's last bytes are read and dropped: if the socket closed with unread input, the
     * system would reset it and the client could lose the last replies.
     */
    LINGERING,
    CLOSED
}
