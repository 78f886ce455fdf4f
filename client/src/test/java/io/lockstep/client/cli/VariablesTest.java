package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.command.Options;
import io.lockstep.program.config.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine.Model.CommandSpec;

/** The variables of the options that all commands take, which docs/COMMANDS.md lists. */
@Timeout(60)
class VariablesTest {

    private static final Map<String, String> NOWHERE =
            Map.of("LOCKSTEP_SERVER", "127.0.0.1:1", "LOCKSTEP_OUTPUT", "json", "LOCKSTEP_TIMEOUT", "100ms");

    private static Ran run(Map<String, String> variables, String... words) {
        return Ran.of(InputStream.nullInputStream(), variables, words);
    }

    @Test
    void everyCommonOptionIsOnThePage() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "COMMANDS.md"));
        List<Setting> settings = Setting.of(CommandSpec.forAnnotatedObject(new Options()));
        assertThat(settings)
                .hasSizeGreaterThan(10)
                .allSatisfy(setting -> assertThat(lines)
                        .anyMatch(line ->
                                line.startsWith("| `" + setting.flag() + "` | `" + setting.variable() + "` |")));
    }

    @Test
    void anOptionWinsOverItsVariableBeforeAndAfterTheCommand() {
        assertThat(run(NOWHERE, "ping").err()).startsWith("{\"error\":\"UNAVAILABLE\"");
        assertThat(run(NOWHERE, "ping", "-o", "text").err()).startsWith("lockstep: unavailable: ");
        assertThat(run(NOWHERE, "-o", "text", "ping").err()).startsWith("lockstep: unavailable: ");
    }

    @Test
    void aBadValueIsToldWithItsVariable() {
        Ran ran = run(Map.of("LOCKSTEP_TIMEOUT", "soon"), "ping");
        assertThat(ran.exitCode()).isEqualTo(78);
        assertThat(ran.err())
                .isEqualTo(
                        "lockstep: error: LOCKSTEP_TIMEOUT: \"soon\" is no duration; write 500ms, 5s," + " 2m or 1h\n");
        assertThat(run(Map.of("LOCKSTEP_TIMEOUT", "5s"), "--timeout", "soon", "ping")
                        .exitCode())
                .isEqualTo(64);
    }
}
