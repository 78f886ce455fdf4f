package io.lockstep.endtoend.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A host on which somebody types commands: a shell with a working directory and a {@code /var/lib} of its own. All its
 * processes end with it. Used by one thread.
 */
final class HostShell implements AutoCloseable {

    private final String name;
    private final Path directory;
    private final TypedShell shell;

    /**
     * Starts the shell.
     *
     * @param network namespaces to enter first, as the beginning of a command
     */
    HostShell(String name, Stream<String> network, Path directory, Map<String, String> environment)
            throws InterruptedException {
        this.name = name;
        this.directory = directory;
        Stream<String> own = Stream.of(
                "unshare", "--mount", "--propagation=private", "--pid", "--fork", "--kill-child", "--mount-proc", "sh");
        this.shell = new TypedShell(
                name, directory, environment, Stream.concat(network, own).toList());
        type("mount --bind " + varLib() + " /var/lib");
    }

    /** Makes a file or directory of this machine appear in the working directory, under this name. */
    void mount(Path original, String at) throws IOException, InterruptedException {
        Path place = directory.resolve(at);
        if (Files.isDirectory(original)) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }
        type("mount --bind " + original + " " + place);
    }

    /** The address of the host, or what the pages call it. */
    String name() {
        return name;
    }

    /** Where commands are typed. */
    Path directory() {
        return directory;
    }

    /** What is {@code /var/lib} on the host. */
    Path varLib() {
        return directory.resolve("var-lib");
    }

    /** Types a command, and returns what it prints. Fails unless its exit status is 0. */
    String type(String command) throws InterruptedException {
        return shell.type(command);
    }

    /** Types a command that starts a server, as in a terminal of its own, and waits until the server is ready. */
    void start(String command) throws InterruptedException {
        shell.start(command);
    }

    /** The process that has entered the namespaces of the network. */
    long pid() {
        return shell.pid();
    }

    @Override
    public void close() {
        shell.close();
    }
}
