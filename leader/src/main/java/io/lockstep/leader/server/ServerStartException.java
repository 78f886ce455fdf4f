package io.lockstep.leader.server;

/** A server cannot start, or cannot go on. The message says why and what to do; the code is the process's exit status. */
public final class ServerStartException extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** @param exitCode one of {@link io.lockstep.common.cli.ExitCode} */
    public ServerStartException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
