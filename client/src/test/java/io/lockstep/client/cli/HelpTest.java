package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.program.Environment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code --help} works after every command without a server. */
class HelpTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Environment environment = new Environment(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false,
            Map.of("LOCKSTEP_SERVER", "127.0.0.1:1"));

    @Test
    void everyCommandHasHelp() {
        List<List<String>> commands = new ArrayList<>();
        collect(CommandLineRunner.commands(), List.of(), commands);

        assertThat(commands).contains(List.of("lock"), List.of("run"), List.of("admin", "audit"));
        for (List<String> command : commands) {
            out.reset();
            List<String> words = new ArrayList<>(command);
            words.add("--help");
            assertThat(CommandLineRunner.run(environment, words.toArray(String[]::new)))
                    .as("%s", words)
                    .isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: lockstep " + String.join(" ", command));
        }
    }

    private static void collect(CommandLine line, List<String> above, List<List<String>> commands) {
        line.getSubcommands().values().stream().distinct().forEach(each -> {
            List<String> command = new ArrayList<>(above);
            command.add(each.getCommandName());
            commands.add(command);
            collect(each, command, commands);
        });
    }
}
