package io.lockstep.follower.engine.wire;

/** The times by which the engine judges whether others live. They change while it runs. Any thread; never blocks. */
public interface ElectionTimes {

    /** The interval of a leader's heartbeats. */
    int HEARTBEAT_MILLIS = 50;

    /** A follower trusts its leader until it has heard nothing from it for this long. */
    int electionMillis();

    /** A leader gives up leadership when no majority has answered for this long. */
    int quorumMillis();

    /** The engine asks a peer for its vote, or whether it would vote. */
    void askingForVotes();
}
