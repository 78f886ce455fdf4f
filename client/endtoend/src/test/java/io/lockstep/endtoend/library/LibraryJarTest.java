package io.lockstep.endtoend.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The library as programs use it: two jars, the JDK, and nothing else. */
@Timeout(120)
class LibraryJarTest {

    private static final Path LIBRARY = Jars.PROJECT.resolve("client/library");
    private static final Path COMMON = Jars.PROJECT.resolve("common");
    private static final Pattern DEPENDENCY = Pattern.compile("^ +\\S+ +-> (\\S+) +(\\S.*?) *$", Pattern.MULTILINE);

    @TempDir
    private Path directory;

    @Test
    void aProgramCompilesAndRunsWithTheTwoJarsAlone() throws Exception {
        String jars = jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String program = PageExamples.block("docs/LIBRARY.md", "java program");
        assertThat(program.lines()).hasSizeLessThan(30);
        Path source = Files.writeString(directory.resolve("Program.java"), program);
        assertThat(tool("javac", "-proc:none", "-Werror", "-cp", jars, "-d", directory.toString(), source.toString()))
                .isEmpty();

        try (RealCluster cluster = RealCluster.start(1)) {
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    jars + File.pathSeparator + directory,
                    "Program",
                    cluster.addresses(1));
            ClientProgram.Result ran = ClientProgram.run(command, Map.of(), "");
            assertThat(ran.text()).isEqualToIgnoringNewLines("holding Lock 1: true");
            assertThat(ran.exitCode()).isZero();
        }
    }

    @Test
    void noClassOfTheJarsNeedsAnythingButTheJdk() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-verbose:package", "--multi-release", "base"));
        jars().forEach(jar -> arguments.add(jar.toString()));
        Matcher needed = DEPENDENCY.matcher(tool("jdeps", arguments.toArray(String[]::new)));
        List<String> others = new ArrayList<>();
        int count = 0;
        while (needed.find()) {
            String name = needed.group(1);
            count++;
            boolean own = name.startsWith("io.lockstep.common") || name.startsWith("io.lockstep.client");
            boolean annotation = name.startsWith("org.jspecify");
            boolean jdk = needed.group(2).matches("(java|jdk)\\..*");
            if (!own && !annotation && !jdk) {
                others.add(needed.group());
            }
        }
        assertThat(count).isGreaterThan(20);
        assertThat(others).isEmpty();
    }

    @Test
    void itsPomBringsOnlyTheCommonModule() throws Exception {
        assertThat(dependenciesAtRunTime(LIBRARY)).containsExactly("lockstep-common");
        assertThat(dependenciesAtRunTime(COMMON)).isEmpty();
        assertThat(dependenciesAtRunTime(Jars.PROJECT)).isEmpty();
    }

    @Test
    void theJarsAreNamedModulesAndHaveSourcesAndJavadoc() throws Exception {
        assertThat(ModuleFinder.of(jars().toArray(Path[]::new)).findAll().stream()
                        .map(module -> module.descriptor().name()))
                .containsExactlyInAnyOrder("io.lockstep.client", "io.lockstep.common");
        try (Stream<Path> files = Files.list(LIBRARY.resolve("target"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.endsWith("-sources.jar"))
                    .anyMatch(name -> name.endsWith("-javadoc.jar"));
        }
    }

    private static List<Path> jars() throws IOException {
        return List.of(jar(LIBRARY, "lockstep-client"), jar(COMMON, "lockstep-common"));
    }

    private static Path jar(Path module, String artifact) throws IOException {
        try (Stream<Path> files = Files.list(module.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches(artifact + "-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The output of a tool of the JDK, which must succeed. */
    private static String tool(String name, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exitCode = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
        assertThat(exitCode).as(output.toString()).isZero();
        return output.toString();
    }

    private static List<String> dependenciesAtRunTime(Path module) throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(module.resolve("pom.xml").toFile())
                .getDocumentElement();
        List<String> artifacts = new ArrayList<>();
        for (Element list : children(project, "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                String scope = text(dependency, "scope");
                if (!scope.equals("test") && !scope.equals("provided")) {
                    artifacts.add(text(dependency, "artifactId"));
                }
            }
        }
        return artifacts;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            Node child = all.item(i);
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
    }
}
