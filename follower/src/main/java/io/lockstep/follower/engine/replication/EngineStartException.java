package io.lockstep.follower.engine.replication;

/** The engine could not start on this server's data. The message says why and what to do. */
public final class EngineStartException extends Exception {

    private static final long serialVersionUID = 1;

    EngineStartException(String message) {
        super(message);
    }
}
