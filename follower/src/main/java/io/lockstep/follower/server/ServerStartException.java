package io.lockstep.follower.server;

import io.lockstep.follower.engine.replication.EngineFailure;
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
            case UNKNOWN_VERSION, OTHER_ADDRESS, OTHER_SERVER, SECRET -> ExitCode.CONFIGURATION;
        };
        return new ServerStartException(code, String.valueOf(flaw.getMessage()));
    }

    /** The engine has failed, for this reason. */
    static ServerStartException of(EngineFailure.Kind kind, String message) {
        return switch (kind) {
            case DISK_FAILED ->
                new ServerStartException(
                        ExitCode.STORAGE_FAILED,
                        "the disk failed, so this server stops: " + message
                                + ". What it acknowledged is on the disks of a majority. Repair the disk, or make room"
                                + " on it, then start the server again.");
            case DISK_HANGS ->
                new ServerStartException(
                        ExitCode.STORAGE_FAILED,
                        message + ", so this server stops. What it acknowledged is on the disks of a majority. Find out"
                                + " what holds the disk up, then start the server again.");
            case DAMAGED ->
                new ServerStartException(
                        ExitCode.STORAGE_FAILED,
                        "data on this server's disk is damaged, so it stops: " + message
                                + ". Move its data directory away and start it with follower.jar --leader, so that it"
                                + " joins its cluster as a new server.");
            case IN_DOUBT ->
                new ServerStartException(
                        ExitCode.STORAGE_FAILED,
                        message + ". It leads, so it stops. Start it again; it follows until it has caught up.");
            case DIVERGED ->
                new ServerStartException(
                        ExitCode.STORAGE_FAILED,
                        "this server has applied what its cluster does not have, so it stops: " + message
                                + ". A disk was lost, or replaced by an older copy, here or at another server, and"
                                + " acknowledged locks may be lost. Keep this data directory, find out which disk it"
                                + " was, then let this server join as a new one, with follower.jar --leader and an"
                                + " empty directory.");
            case BUG ->
                new ServerStartException(
                        ExitCode.INTERNAL,
                        "a bug stops this server: " + message
                                + ". Its log says more. Start it again; if it stops again, let it join as a new server,"
                                + " with follower.jar --leader and an empty data directory.");
        };
    }

    /** The exit status of the process, one of {@link io.lockstep.program.ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
