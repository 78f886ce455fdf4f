package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pictures of the packages in {@code docs/ARCHITECTURE.md} have the arrows that the compiled classes have. A
 * failure prints the arrows as they are.
 */
class PackagePictureTest {

    private static final String OURS = "io.lockstep.";
    private static final Path PAGE = Jars.PROJECT.resolve("docs/ARCHITECTURE.md");

    private static final List<String> MODULES = List.of(
            "common",
            "common/program",
            "follower",
            "leader",
            "follower/app",
            "client/library",
            "client",
            "client/tools");

    private final JavaClasses classes = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> Jars.PROJECT.resolve(module).resolve("target/classes"))
                    .toList());

    @Test
    void theServersPackages() throws IOException {
        assertThat(drawn("servers"))
                .isEqualTo(arrows(name -> name.startsWith("follower") || name.startsWith("leader")));
    }

    @Test
    void theClientsPackages() throws IOException {
        assertThat(drawn("clients")).isEqualTo(arrows(name -> name.startsWith("client") || name.startsWith("tools")));
    }

    @Test
    void whatBothShare() throws IOException {
        assertThat(drawn("common")).isEqualTo(arrows(name -> name.startsWith("common") || name.startsWith("program")));
    }

    /** The arrows between packages of which {@code picture} shows both. */
    private String arrows(Predicate<String> picture) {
        Set<String> arrows = new TreeSet<>();
        for (JavaClass each : classes) {
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String from = nameOf(each);
                String to = nameOf(dependency.getTargetClass().getBaseComponentType());
                if (picture.test(from) && picture.test(to) && !from.equals(to)) {
                    arrows.add("    " + from + " --> " + to);
                }
            }
        }
        return String.join("\n", arrows);
    }

    private static String nameOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(OURS) ? name.substring(OURS.length()) : "";
    }

    /** The arrows of the page's picture that is marked with this name. */
    private static String drawn(String name) throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return String.join(
                    "\n",
                    lines.dropWhile(line -> !line.equals("<!-- picture: " + name + " -->"))
                            .takeWhile(line -> !line.equals("<!-- end of picture -->"))
                            .filter(line -> line.contains(" --> ") && !line.startsWith("<!--"))
                            .toList());
        }
    }
}
