package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.LockClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.library.PageExamples.Example;
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
 * prints; numbers may differ. {@code SecureStartTest} runs those that need TLS.
 */
@Tag("jdk")
@Timeout(180)
class LibraryPageTest {

    @TempDir
    private Path directory;

    @Test
    void theExamplesCompileAndRunAndPrintWhatThePageSays() throws Exception {
        List<Example> examples = PageExamples.of("README.md");
        examples.addAll(PageExamples.of("docs/LIBRARY.md"));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
        compile(examples);
        try (RealCluster cluster = RealCluster.start(3);
                URLClassLoader loader =
                        new URLClassLoader(new URL[] {directory.toUri().toURL()}, LockClient.class.getClassLoader())) {
            for (int i = 0; i < examples.size(); i++) {
                if (examples.get(i).usesTls()) {
                    continue;
                }
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
            String source = examples.get(i).source("Example" + i);
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
}
