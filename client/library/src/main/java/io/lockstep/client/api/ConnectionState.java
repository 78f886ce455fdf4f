package io.lockstep.client.api;

/** What a client knows of its session. */
public enum ConnectionState {
    /** Connected, and the lease was confirmed of late: what is held is held. */
    CONNECTED,
    /**
     * Not connected, or no renewal was confirmed for most of the lease. What is held is still held, until the client's own
     * deadline passes: time to come to a stop.
     */
    SUSPENDED,
    /** The deadline passed, or the session has ended. What was held is lost. The client goes on trying, in a new session. */
    LOST
}
