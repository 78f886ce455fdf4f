package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.LockClient;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@code java} blocks of {@code README.md} and {@code docs/LIBRARY.md} compile, each as the body of a method that
 * is given {@code servers}, and run against a cluster, one after the other. A {@code text} block after one is what it
 * prints; numbers may differ.
 */
@Tag("jdk")
@Timeout(180)
class LibraryPageTest {

    private static final String IMPORTS = """
            import io.lockstep.client.api.*;
            import io.lockstep.client.fencing.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.locks.Lock;
            """;

    /** The servers in the example of {@code README.md}. */
    private static final String THREE_HOSTS = "\"10.0.0.1:9000,10.0.0.2:9000,10.0.0.3:9000\"";

    private record Example(String code, String output) {}

    @TempDir
    private Path directory;

    @Test
    void theExamplesCompileAndRunAndPrintWhatThePageSays() throws Exception {
        List<Example> examples = examples("README.md");
        examples.addAll(examples("docs/LIBRARY.md"));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
        compile(examples);
        try (RealCluster cluster = RealCluster.start(3);
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {directory.toUri().toURL()}, LockClient.class.getClassLoader())) {
            for (int i = 0; i < examples.size(); i++) {
                String printed = run(loader.loadClass("Example" + i), cluster.addresses(i % 3 + 1));
                assertThat(withoutNumbers(printed))
                        .as(examples.get(i).code())
                        .isEqualTo(withoutNumbers(examples.get(i).output()));
            }
        }
    }

    private void compile(List<Example> examples) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            String source = IMPORTS + "public class Example" + i
                    + " {\n    public static void run(String servers) throws Exception {\n"
                    + examples.get(i).code() + "\n    }\n}\n";
            sources.add(Files.writeString(directory.resolve("Example" + i + ".java"), source));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-classpath", System.getProperty("java.class.path"), "-d", directory.toString(), "-Werror");
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    private static String run(Class<?> example, String servers) throws ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.getMethod("run", String.class).invoke(null, servers);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("token \\d+", "token #").strip();
    }

    private static List<Example> examples(String file) throws IOException {
        List<String> page = Files.readAllLines(Jars.PROJECT.resolve(file));
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).equals("```java")) {
                int end = end(page, i);
                boolean prints = end + 1 < page.size() && page.get(end + 1).equals("```text");
                String output = prints ? String.join("\n", page.subList(end + 2, end(page, end + 1))) : "";
                String code = String.join("\n", page.subList(i + 1, end)).replace(THREE_HOSTS, "servers");
                examples.add(new Example(code, output));
                i = end;
            }
        }
        return examples;
    }

    private static int end(List<String> page, int start) {
        return start + 1 + page.subList(start + 1, page.size()).indexOf("```");
    }
}
