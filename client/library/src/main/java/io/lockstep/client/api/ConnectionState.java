package io.lockstep.client.api;

/** The state of a client's session, as the client knows it. */
public enum ConnectionState {
    /** Connected, with a recently confirmed lease. Locks that are held stay held. */
    CONNECTED,
    /**
     * Not connected, or no renewal was confirmed for most of the lease. Locks are still held until the client's own
     * deadline passes, so this is the time to stop work.
     */
    SUSPENDED,
    /** The deadline passed or the session ended: all locks are lost. The client tries to open a new session. */
    LOST
}
