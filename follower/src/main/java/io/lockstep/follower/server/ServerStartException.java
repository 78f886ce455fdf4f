package io.lockstep.follower.server;

import io.lockstep.follower.storage.StorageException;
import io.lockstep.program.ExitCode;

/**
 * A server cannot start or cannot continue. The message gives the reason and a remedy; the code is the process's exit
 * status.
 */
public final class ServerStartException extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    /** @param exitCode one of {@link io.lockstep.program.ExitCode} */
    public ServerStartException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The data directory cannot be used. */
    public static ServerStartException of(StorageException flaw) {
        int code = switch (flaw.reason()) {
            case NOT_WRITABLE, IN_USE -> ExitCode.CANNOT_CREATE;
            case CORRUPT -> ExitCode.STORAGE_FAILED;
            case UNKNOWN_VERSION -> ExitCode.CONFIGURATION;
        };
        return new ServerStartException(code, String.valueOf(flaw.getMessage()));
    }

    /** The exit status of the process, one of {@link io.lockstep.program.ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
