package io.lockstep.client.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sends signals that the JDK cannot send, with the shell's built-in {@code kill}. */
final class Kill {

    private static final String SHELL = "/bin/sh";
    private static final String SCRIPT = "kill -s \"$0\" -- \"$@\"";

    /** Signals that ask a process to end. */
    private static final Set<String> ENDING = Set.of("TERM", "INT", "HUP");

    private Kill() {}

    /** Whether there is a shell on this machine to send signals with. */
    static boolean isThere() {
        return Executable.of(SHELL, "") == Executable.RUNNABLE;
    }

    /**
     * Sends a signal. Blocks for some milliseconds, until it is sent. A process that has already ended is no error.
     *
     * @param targets process ids; a negative one is a process group
     * @return false if no shell could be started
     */
    static boolean send(String signal, List<Long> targets) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(SHELL, "-c", SCRIPT, signal));
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

    /** Sends TERM in the place of a signal that asks to end, without a shell. Any other is not sent. */
    static void sendByJdk(String signal, List<ProcessHandle> targets) {
        if (ENDING.contains(signal)) {
            targets.forEach(ProcessHandle::destroy);
        }
    }
}
