package io.lockstep.endtoend.library;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The {@code java} blocks of a page as programs. A {@code text} block after one is what it prints. */
public final class PageExamples {

    private static final String IMPORTS = """
            import io.lockstep.client.api.*;
            import io.lockstep.client.fencing.*;
            import io.lockstep.client.inspect.*;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.locks.Lock;
            """;

    /** The servers in the example of {@code README.md}. */
    private static final String THREE_HOSTS = "\"10.0.0.1:9000,10.0.0.2:9000,10.0.0.3:9000\"";

    /** One block, and what it prints. */
    public record Example(String code, String output) {

        /** Whether it needs a cluster that speaks TLS. */
        public boolean usesTls() {
            return code.contains("withTls");
        }

        /** The block as a class with a method {@code run}, which is given {@code servers}, and a {@code main}. */
        public String source(String className) {
            return IMPORTS + "public class " + className + " {\n"
                    + "    public static void main(String[] arguments) throws Exception {\n"
                    + "        run(arguments[0]);\n    }\n"
                    + "    public static void run(String servers) throws Exception {\n" + code + "\n    }\n}\n";
        }
    }

    private PageExamples() {}

    /** The examples of a page, named from the project's directory, in their order. */
    public static List<Example> of(String file) throws IOException {
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

    /** The block of a page whose fence says so. */
    static String block(String file, String fence) throws IOException {
        List<String> page = Files.readAllLines(Jars.PROJECT.resolve(file));
        int start = page.indexOf("```" + fence);
        return String.join("\n", page.subList(start + 1, end(page, start)));
    }

    private static int end(List<String> page, int start) {
        return start + 1 + page.subList(start + 1, page.size()).indexOf("```");
    }
}
