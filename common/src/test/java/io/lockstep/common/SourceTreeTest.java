package io.lockstep.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The size of packages and the names of classes, over all modules. */
class SourceTreeTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final int FILES_MAX = 25;

    @Test
    void aPackageHasAtMost25Files() throws IOException {
        Map<Path, List<Path>> packages = packages("/src/");
        assertThat(packages)
                .hasSizeGreaterThan(20)
                .allSatisfy((name, files) -> assertThat(files).hasSizeLessThanOrEqualTo(FILES_MAX));
    }

    @Test
    void aPackageHasMoreThanOneClass() throws IOException {
        Map<Path, List<Path>> packages = packages("/src/main/java/");
        assertThat(packages)
                .allSatisfy((name, files) -> assertThat(classes(files)).hasSizeGreaterThan(1));
    }

    @Test
    void noTwoClassesOfTheProductHaveOneName() throws IOException {
        Set<Path> seen = new TreeSet<>();
        List<Path> twice = packages("/src/main/java/").values().stream()
                .flatMap(files -> classes(files).stream())
                .filter(file -> !seen.add(file.getFileName()))
                .toList();
        assertThat(seen).hasSizeGreaterThan(200);
        assertThat(twice).isEmpty();
    }

    private static List<Path> classes(List<Path> files) {
        return files.stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .toList();
    }

    /** The Java files below folders of that name, by the directory that they are in. */
    private static Map<Path, List<Path>> packages(String below) throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file ->
                            file.toString().contains(below) && !file.toString().contains("/target/"))
                    .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.toList()));
        }
    }
}
