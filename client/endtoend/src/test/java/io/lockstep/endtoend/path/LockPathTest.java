package io.lockstep.endtoend.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One LOCK at a follower goes through few classes, and docs/ARCHITECTURE.md names all of them. */
class LockPathTest {

    private static final int CLASSES_MAX = 35;

    @Test
    void theWayOfOneLockIsShortAndDescribed() throws Exception {
        LockPath path = LockPath.follow();
        assertThat(path.classes()).hasSizeBetween(25, CLASSES_MAX);
        assertThat(section("## One LOCK"))
                .contains(path.classes().stream()
                        .map(name -> "`" + name.replaceFirst(".*\\.", "") + "`")
                        .toList());
    }

    private static String section(String heading) throws IOException {
        List<String> page = Files.readAllLines(Jars.PROJECT.resolve("docs/ARCHITECTURE.md"));
        Stream<String> from =
                page.stream().dropWhile(line -> !line.startsWith(heading)).skip(1);
        return String.join("\n", from.takeWhile(line -> !line.startsWith("## ")).toList());
    }
}
