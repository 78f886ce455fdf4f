package io.lockstep.client.admin.dump;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The program of a server on this machine. */
final class ServerProgram {

    /** Beside this program, as it is installed, and in the project's directory. */
    private static final List<String> PLACES = List.of("leader.jar", "../../leader/target/leader.jar");

    private final Path jar;

    private ServerProgram(Path jar) {
        this.jar = jar;
    }

    /** Returns the program; empty if this program is not installed with that of the server. */
    static Optional<ServerProgram> find() {
        try {
            Path own = Path.of(ServerProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return PLACES.stream()
                    .map(own::resolveSibling)
                    .map(Path::normalize)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(ServerProgram::new);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Has it read a data directory. What it says of errors goes to standard error. Blocks until it has ended.
     *
     * @param lock the entries of this lock only; null for all
     * @param out gets each line, without its end
     * @return its exit status
     */
    int dump(Path data, @Nullable String lock, Consumer<String> out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-jar",
                jar.toString(),
                "--data",
                data.toString()));
        command.addAll(lock == null ? List.of("--dump") : List.of("--dump-lock", lock));
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.accept(line);
            }
        }
        return process.waitFor();
    }
}
