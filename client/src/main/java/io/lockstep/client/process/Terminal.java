package io.lockstep.client.process;

import java.io.IOException;

/** Whether standard input is a terminal. */
public final class Terminal {

    private Terminal() {}

    /** Asks a shell, because the JDK only knows about input and output together. Blocks for some milliseconds. */
    public static boolean isInput() throws InterruptedException {
        try {
            return new ProcessBuilder("/bin/sh", "-c", "test -t 0")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
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
