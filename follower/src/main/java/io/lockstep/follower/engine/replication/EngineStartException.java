package io.lockstep.follower.engine.replication;

/** The engine could not start on this server's data. The message gives the reason and a remedy. */
public final class EngineStartException extends Exception {

    private static final long serialVersionUID = 1;

    EngineStartException(String message) {
        super(message);
    }
}
