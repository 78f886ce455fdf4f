package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A shell into which somebody types commands. All its processes end with it. Used by one thread. */
final class TypedShell implements AutoCloseable {

    private final String name;
    private final RunningProcess shell;
    private int typed;

    /** Starts a command that becomes a shell. */
    TypedShell(String name, Path directory, Map<String, String> environment, List<String> command) {
        this.name = name;
        this.shell = RunningProcess.start(name, directory, environment, command);
    }

    /** Types a command, and returns what it prints. Fails unless its exit status is 0. */
    String type(String command) throws InterruptedException {
        typed++;
        int before = shell.text().length();
        String end = "end of command " + typed + ": ";
        shell.type("{ " + command + "\n} </dev/null; echo \"" + end + "$?\"");
        String status = shell.awaitNext(end);
        String printed = shell.text().substring(before);
        assertThat(status).as("%s: %s%n%s", name, command, printed).endsWith(end + "0");
        return printed;
    }

    /** Types a command that starts a server, as in a terminal of its own, and waits until the server is ready. */
    void start(String command) throws InterruptedException {
        type(command + " &");
        shell.awaitNext("READY ");
    }

    long pid() {
        return shell.pid();
    }

    @Override
    public void close() {
        shell.close();
    }
}
