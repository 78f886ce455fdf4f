package io.lockstep.follower.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.leader.LeaderMain;
import io.lockstep.program.config.ServerConfiguration;
import io.lockstep.program.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The table of settings in {@code docs/CONFIGURATION.md} and the template of a configuration file have every option of
 * both programs, as {@code --help} describes it. After a change of the options, copy what the failed test has written
 * into the directory {@code target}.
 */
class ConfigurationPageTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("docs/CONFIGURATION.md");
    private static final Path TEMPLATE = ROOT.resolve("common/packaging/conf/server.properties");

    private static final Pattern VARIABLE = Pattern.compile("\\bLOCKSTEP_[A-Z_]*[A-Z]\\b");
    private static final int COLUMNS = 100;

    private static final CommandSpec LEADER = CommandSpec.forAnnotatedObject(LeaderMain.class);
    private static final CommandSpec FOLLOWER = CommandSpec.forAnnotatedObject(FollowerMain.class);

    private static List<Setting> settings() {
        Map<String, Setting> all = new TreeMap<>();
        Stream.of(LEADER, FOLLOWER)
                .flatMap(program -> Setting.of(program).stream())
                .forEach(setting -> all.put(setting.key(), setting));
        return List.copyOf(all.values());
    }

    private static String meaning(Setting setting) {
        String text = String.join(" ", setting.option().description()).replace("${DEFAULT-VALUE}", fallback(setting));
        boolean inLeader = LEADER.optionsMap().containsKey(setting.flag());
        boolean inFollower = FOLLOWER.optionsMap().containsKey(setting.flag());
        if (inLeader && inFollower) {
            return text;
        }
        return (inLeader ? "leader.jar only. " : "follower.jar only. ") + text;
    }

    private static String fallback(Setting setting) {
        return Objects.requireNonNullElse(setting.option().defaultValue(), "");
    }

    private static boolean isFlag(Setting setting) {
        return setting.option().arity().max() == 0;
    }

    @Test
    void theTableOfThePageIsThatOfThePrograms() throws IOException {
        List<String> expected = new ArrayList<>();
        for (Setting setting : settings()) {
            String flag = setting.flag()
                    + (isFlag(setting) ? "" : " " + setting.option().paramLabel());
            String fallback = isFlag(setting) ? "false" : fallback(setting);
            expected.add(Stream.of(
                            "`" + flag.replace("|", "\\|") + "`",
                            setting.isForOneStart() ? "" : "`" + setting.variable() + "`",
                            setting.isInFile() ? "`" + setting.key() + "`" : "",
                            setting.isForOneStart() || fallback.isEmpty() ? "" : "`" + fallback + "`",
                            meaning(setting))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
        Files.write(Path.of("target", "configuration-table.md"), expected);
        List<String> found = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `--"))
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theTemplateHasEverySettingCommentedOut() throws IOException {
        List<String> expected = new ArrayList<>(List.of(
                "# The configuration of a Lockstep server: leader.jar or follower.jar with --config and this file.",
                "# A variable of the environment wins over a line here, as LOCKSTEP_PEER_PORT over peer-port, and a",
                "# flag of the command line over both. --print-config shows what comes of it, --check checks it."));
        for (Setting setting : settings()) {
            if (setting.isInFile()) {
                expected.add("");
                expected.addAll(wrapped(meaning(setting)));
                expected.add("#" + setting.key() + "=" + (isFlag(setting) ? "false" : fallback(setting)));
            }
        }
        Files.write(Path.of("target", "server.properties"), expected);
        assertThat(Files.readAllLines(TEMPLATE)).isEqualTo(expected);
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder("#");
        for (String word : text.split(" ")) {
            if (line.length() + 1 + word.length() > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Whoever uses the scripts and the client in the shell in which a server starts is told nothing about it. */
    @Test
    void theVariablesOfScriptsAndClientAreKnownToServers() throws Exception {
        Map<String, String> variables = new HashMap<>();
        for (String place : List.of("scripts", "client/src/main", "client/library/src/main")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(place))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher names = VARIABLE.matcher(Files.readString(file));
                    while (names.find()) {
                        variables.put(names.group(), "x");
                    }
                }
            }
        }
        variables.remove("LOCKSTEP_CONFIG");
        assertThat(variables).hasSizeGreaterThan(20);
        ServerConfiguration configuration = ServerConfiguration.read(FOLLOWER, new String[0], variables);
        assertThat(configuration.unknownVariables()).isEmpty();
    }
}
