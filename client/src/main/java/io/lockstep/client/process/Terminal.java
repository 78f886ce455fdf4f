package io.lockstep.client.process;

import java.io.IOException;

/** The controlling terminal of this process, from which a command may read, whatever its standard input is. */
public final class Terminal {

    private Terminal() {}

    /** Whether this process has a controlling terminal. Without a {@code /proc}, blocks for some milliseconds. */
    public static boolean isThere() throws InterruptedException {
        ProcessTable.Row own = ProcessTable.own();
        return own == null ? canBeOpened() : own.terminal() != 0;
    }

    /** Whether the keys of the terminal, such as Ctrl-C, send their signals to this process and its group. */
    public static boolean isForeground() {
        ProcessTable.Row own = ProcessTable.own();
        return own == null || own.group() == own.foreground();
    }

    private static boolean canBeOpened() throws InterruptedException {
        try {
            return new ProcessBuilder("/bin/sh", "-c", ": </dev/tty")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
