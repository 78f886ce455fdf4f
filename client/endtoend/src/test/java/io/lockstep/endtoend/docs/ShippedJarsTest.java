package io.lockstep.endtoend.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the runnable jars is what {@code NOTICE} says, and depends on no clock. */
class ShippedJarsTest {

    /** The mark of a jar in the notice, and the list that the build makes of what is in it. */
    private static final Map<String, String> LISTS =
            Map.of("C", "client/target/bom.json", "S", "follower/app/target/bom.json");

    private static final Pattern LIBRARY =
            Pattern.compile("\"purl\" : \"pkg:maven/([^/]+)/([^@]+)@([^?\"]+)\\?type=jar\"");

    @Test
    void theNoticeNamesTheLibrariesOfEachJar() throws IOException {
        List<String> notice = Files.readAllLines(Jars.PROJECT.resolve("NOTICE"));
        for (Map.Entry<String, String> list : LISTS.entrySet()) {
            Set<String> named = notice.stream()
                    .filter(line -> line.matches("[C ] [S ]  \\S+:\\S+ .*"))
                    .filter(line -> line.substring(0, 3).contains(list.getKey()))
                    .map(line -> line.substring(5).replaceFirst("^(\\S+) +(\\S+) .*", "$1 $2"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(named).as(list.getValue()).isNotEmpty().isEqualTo(libraries(list.getValue()));
        }
    }

    /** The libraries of others, with their versions. */
    private static Set<String> libraries(String list) throws IOException {
        return LIBRARY.matcher(Files.readString(Jars.PROJECT.resolve(list)))
                .results()
                .filter(library -> !library.group(1).equals("io.lockstep"))
                .map(library -> library.group(1) + ":" + library.group(2) + " " + library.group(3))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void allOurClassesInAJarHaveOneTime() throws IOException {
        for (String jar : List.of("client/target/client.jar", "follower/target/follower.jar")) {
            Path path = Jars.PROJECT.resolve(jar);
            try (JarFile file = new JarFile(path.toFile())) {
                assertThat(file.stream()
                                .filter(entry -> entry.getName().startsWith("io/lockstep/"))
                                .map(ZipEntry::getTimeLocal)
                                .collect(Collectors.toSet()))
                        .as(jar)
                        .containsExactly(LocalDateTime.of(2026, 1, 1, 0, 0));
            }
        }
    }
}
