package io.lockstep.program;

/**
 * The exit statuses of every Lockstep program. Client and servers share one table, so that a script learns it once. The
 * numbers up to 78 follow {@code sysexits.h}, as {@code flock} does.
 */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** The answer is no: the lock is free, the client does not hold it, or the server refused for another reason. */
    public static final int NO = 1;

    /** The command line is invalid. */
    public static final int USAGE = 64;

    /** The input is invalid: an unreadable line of a script, or a name that no lock can have. */
    public static final int BAD_DATA = 65;

    /** No server is reachable, or none could answer in time: no leader, no quorum. Nothing was done. */
    public static final int UNAVAILABLE = 69;

    /** A bug in this program. */
    public static final int INTERNAL = 70;

    /** The disk of a server failed, or the data on it is damaged. The server stops and acknowledges nothing more. */
    public static final int STORAGE_FAILED = 71;

    /** A file or socket cannot be created: the data directory is not writable, or the port is in use. */
    public static final int CANNOT_CREATE = 73;

    /** The request was sent and no answer came: it may or may not have taken effect. */
    public static final int OUTCOME_UNKNOWN = 74;

    /** The lock was not acquired: another client holds it, or this client holds as many locks as it may. */
    public static final int NOT_ACQUIRED = 75;

    /** The lock was lost before the command ended, because the session ended. */
    public static final int LOST = 76;

    /** Not allowed: authentication failed, or a permission is missing. */
    public static final int DENIED = 77;

    /** The configuration is invalid. */
    public static final int CONFIGURATION = 78;

    /** {@code run}: the command exists and cannot be executed. */
    public static final int NOT_EXECUTABLE = 126;

    /** {@code run}: there is no such command. */
    public static final int NOT_FOUND = 127;

    private static final int SIGNAL_BASE = 128;

    private ExitCode() {}

    /** Returns the status of a process ended by a signal: 130 for INT (2), 143 for TERM (15). */
    public static int signal(int number) {
        return SIGNAL_BASE + number;
    }
}
