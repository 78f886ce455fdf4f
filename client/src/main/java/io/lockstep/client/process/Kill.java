package io.lockstep.client.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Sends signals that the JDK cannot send, with the shell's built-in {@code kill}. */
final class Kill {

    private static final String SCRIPT = "kill -s \"$0\" -- \"$@\"";

    private Kill() {}

    /**
     * Sends a signal. Blocks for some milliseconds, until it is sent. A process that has already ended is no error.
     *
     * @param targets process ids; a negative one is a process group
     * @return false if no shell could be started
     */
    static boolean send(String signal, List<Long> targets) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, signal));
        targets.forEach(target -> command.add(Long.toString(target)));
        try {
            Process shell = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            shell.waitFor();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
