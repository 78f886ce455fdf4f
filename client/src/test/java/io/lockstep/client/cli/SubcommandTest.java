package io.lockstep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.cli.RootCommand.Subcommand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words of a command line tell which commands the parser must know. */
class SubcommandTest {

    @Test
    void everyNameAndAliasOfACommandCallsItAndNoOther() {
        CommandLineRunner.commands()
                .getSubcommands()
                .forEach((word, line) -> assertThat(Subcommand.among(List.of("--label", word, "x")))
                        .as(word)
                        .extracting(Subcommand::command)
                        .isEqualTo(List.of(line.getCommandSpec().userObject().getClass())));
    }

    @Test
    void theWordsOfNoCommandCallNone() {
        assertThat(Subcommand.among(List.of("-q", "Status", "--output=lock"))).isEmpty();
    }
}
