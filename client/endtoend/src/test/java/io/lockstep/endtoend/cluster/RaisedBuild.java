package io.lockstep.endtoend.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The server programs as a later version has them: under another version, with one more feature level, which the
 * command that sets the size of the map needs. All else is as it was built.
 */
public final class RaisedBuild {

    /** The version that the programs say they are. */
    public static final String VERSION = "9.9.9";

    private static final String LEVEL = "io/lockstep/common/command/FeatureLevel";

    private final Map<Path, Path> jars;

    private RaisedBuild(Map<Path, Path> jars) {
        this.jars = jars;
    }

    /** Builds the programs in this directory, which must be there. */
    public static RaisedBuild in(Path directory) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source")).resolve("FeatureLevel.java");
        String level = Files.readString(Jars.PROJECT.resolve("common/src/main/java/" + LEVEL + ".java"));
        Files.writeString(
                source,
                replaced(
                        replaced(level, "HIGHEST = 1;", "HIGHEST = 2;"),
                        "return FIRST;",
                        "return command instanceof Command.SetMapBytes ? 2 : FIRST;"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        Path leader = Jars.jar("leader");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        leader.toString(),
                        "-d",
                        "" + classes,
                        "" + source);
        if (status != 0) {
            throw new AssertionError("FeatureLevel does not compile, see above");
        }
        Path raised = classes.resolve(LEVEL + ".class");
        return new RaisedBuild(Map.of(
                leader,
                raised(leader, raised, directory),
                Jars.jar("follower"),
                raised(Jars.jar("follower"), raised, directory)));
    }

    private static String replaced(String text, String before, String after) {
        if (!text.contains(before)) {
            throw new AssertionError("no \"" + before + "\" in FeatureLevel.java");
        }
        return text.replace(before, after);
    }

    private static Path raised(Path jar, Path level, Path directory) throws IOException {
        Path copy = directory.resolve(jar.getFileName());
        Files.copy(jar, copy);
        try (FileSystem content = FileSystems.newFileSystem(copy)) {
            Files.copy(level, content.getPath(LEVEL + ".class"), StandardCopyOption.REPLACE_EXISTING);
            Path manifest = content.getPath("META-INF/MANIFEST.MF");
            try (Stream<String> lines = Files.readAllLines(manifest, UTF_8).stream()) {
                Files.write(
                        manifest,
                        lines.map(line -> line.startsWith("Implementation-Version:")
                                        ? "Implementation-Version: " + VERSION
                                        : line)
                                .toList());
            }
        }
        return copy;
    }

    /** Returns the command line of one of the programs, with the raised build in its place. */
    public List<String> command(List<String> command) {
        return command.stream()
                .map(word -> jars.getOrDefault(Path.of(word), Path.of(word)))
                .map(Path::toString)
                .toList();
    }
}
