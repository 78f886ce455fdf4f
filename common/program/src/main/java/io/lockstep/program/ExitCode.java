package io.lockstep.program;

/**
 * What a process of Lockstep says by its exit status. Client and servers share one table, so that a script needs to
 * learn it once. The numbers up to 78 follow {@code sysexits.h}, as {@code flock} does.
 */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** The answer is no: the lock is free, or not held, or another refusal of the server. */
    public static final int NO = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 64;

    /** The input makes no sense: an unreadable line of a script, a name that no lock can have. */
    public static final int BAD_DATA = 65;

    /** No server reachable, or none that could answer in time: no leader, no quorum. Nothing was done. */
    public static final int UNAVAILABLE = 69;

    /** A bug in this program. */
    public static final int INTERNAL = 70;

    /** The disk failed under a server, or what is on it is damaged: it stops, and acknowledges nothing more. */
    public static final int STORAGE_FAILED = 71;

    /** A file or socket of this machine cannot be created: a data directory not writable, a port in use. */
    public static final int CANNOT_CREATE = 73;

    /** The request was sent and its answer never came: it may have been done, or not. */
    public static final int OUTCOME_UNKNOWN = 74;

    /** The lock was not acquired: another client holds it, or this one holds as many as it may. */
    public static final int NOT_ACQUIRED = 75;

    /** The lock was lost before the work was finished: its session ended. */
    public static final int LOST = 76;

    /** Not allowed: authentication failed, or a permission is missing. */
    public static final int DENIED = 77;

    /** The configuration makes no sense. */
    public static final int CONFIGURATION = 78;

    /** {@code run}: the command is there and cannot be executed. */
    public static final int NOT_EXECUTABLE = 126;

    /** {@code run}: there is no such command. */
    public static final int NOT_FOUND = 127;

    private static final int SIGNAL_BASE = 128;

    private ExitCode() {}

    /** The status of a process that was ended by a signal: 130 for INT (2), 143 for TERM (15). */
    public static int signal(int number) {
        return SIGNAL_BASE + number;
    }
}
