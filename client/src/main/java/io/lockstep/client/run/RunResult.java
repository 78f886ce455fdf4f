package io.lockstep.client.run;

import io.lockstep.program.ExitCode;

/**
 * How a run ended.
 *
 * @param word for a program: {@code ended}, {@code lost} and so on, as the page on the commands lists them
 * @param status of the command, or the number of the signal; -1 if there is none
 * @param exitStatus for this process, which may be the same for other words
 */
record RunResult(String word, int status, int exitStatus) {

    private static final int NONE = -1;

    /** The command has ended, and the lock was held until then. */
    static RunResult ended(int status) {
        return new RunResult("ended", status, status);
    }

    /** The command ran without the lock and has ended. */
    static RunResult withoutLock(int status) {
        return new RunResult("without-lock", status, status);
    }

    /** The command did not run, or did not have the lock to its end. */
    static RunResult of(String word, int exitStatus) {
        return new RunResult(word, NONE, exitStatus);
    }

    /** A signal ended the wait. */
    static RunResult signal(int number) {
        return new RunResult("signal", number, ExitCode.signal(number));
    }

    /** One line. */
    String line() {
        return status == NONE ? word : word + " " + status;
    }
}
