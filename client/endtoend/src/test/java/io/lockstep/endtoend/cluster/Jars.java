package io.lockstep.endtoend.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs under test, as command lines. */
public final class Jars {

    /** The project's directory; tests run in the directory of their module. */
    public static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final int FEATURE = Runtime.version().feature();

    private Jars() {}

    /** {@code leader.jar} with these arguments. */
    public static List<String> leader(String... arguments) {
        return command("leader", List.of("-Xmx64m"), arguments);
    }

    /** {@code follower.jar} with these arguments. */
    public static List<String> follower(String... arguments) {
        return command("follower", List.of("-Xmx64m"), arguments);
    }

    /** {@code client.jar} with these arguments. */
    public static List<String> client(String... arguments) {
        return command("client", List.of(), arguments);
    }

    /** {@code tools.jar} with these arguments. */
    public static List<String> tools(String... arguments) {
        return command("client/tools", List.of(), arguments);
    }

    /** The jar of a module. */
    static Path jar(String module) {
        Path folder = PROJECT.resolve(module);
        Path jar = folder.resolve("target").resolve(folder.getFileName() + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: these tests need the jars; run mvn verify or package");
        }
        return jar;
    }

    private static List<String> command(String module, List<String> options, String... arguments) {
        Path jar = jar(module);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (FEATURE >= 24 && !module.startsWith("client")) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
