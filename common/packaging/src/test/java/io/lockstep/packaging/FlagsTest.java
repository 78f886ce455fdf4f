package io.lockstep.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the packages give a server on its command line are flags that servers have; the units differ as they should. */
class FlagsTest {

    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    /** Of the other programs that these files call. */
    private static final Set<String> OF_OTHERS = Set.of("--server", "--timeout", "--quiet", "--help", "--leader");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conf/lockstep",
                "systemd/lockstep.service",
                "systemd/lockstep@.service",
                "systemd/lockstep-found.service",
                "docker/lockstep-start",
                "docker/compose.yaml",
                "kubernetes/lockstep.yaml"
            })
    void serversHaveTheFlags(String file) throws IOException {
        Set<String> known = new TreeSet<>(OF_OTHERS);
        Programs.all().stream()
                .filter(program -> !program.getCommandName().equals("lockstep"))
                .map(CommandLine::getCommandSpec)
                .forEach(spec -> known.addAll(spec.optionsMap().keySet()));
        Set<String> used = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of(file))) {
            // The line that makes a secret has flags of another program.
            Matcher flags = FLAG.matcher(line.contains("openssl") ? "" : line);
            while (flags.find()) {
                used.add(flags.group());
            }
        }
        assertThat(known).containsAll(used);
    }

    @Test
    void theUnitThatFoundsDiffersInItsCommandOnly() throws IOException {
        assertThat(service("lockstep-found"))
                .isEqualTo(service("lockstep").stream()
                        .map(line -> line.replace("/usr/bin/lockstep-follower", "/usr/bin/lockstep-leader"))
                        .toList());
    }

    @Test
    void theTemplateDiffersInItsPlacesOnly() throws IOException {
        assertThat(service("lockstep@").stream().map(line -> line.replace("-%i", "")))
                .containsExactlyElementsOf(service("lockstep"));
    }

    @Test
    void noUnitIsEnabledThatFoundsACluster() throws IOException {
        List<String> enabled = new ArrayList<>();
        try (Stream<Path> units = Files.list(Path.of("systemd"))) {
            for (Path unit : units.toList()) {
                if (Files.readString(unit).contains("WantedBy=")) {
                    enabled.add(unit.getFileName().toString());
                }
            }
        }
        assertThat(enabled).containsExactlyInAnyOrder("lockstep.service", "lockstep@.service");
    }

    /** Without an order, systemd starts the one while the other still ends, and has its ports. */
    @Test
    void ofTwoUnitsThatExcludeEachOtherOneEndsBeforeTheOtherStarts() throws IOException {
        assertThat(Files.readAllLines(Path.of("systemd", "lockstep-found.service")))
                .contains("Conflicts=lockstep.service", "Before=lockstep.service");
    }

    private static List<String> service(String unit) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("systemd", unit + ".service"));
        int end = lines.contains("[Install]") ? lines.indexOf("[Install]") : lines.size();
        return lines.subList(lines.indexOf("[Service]"), end).stream()
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
