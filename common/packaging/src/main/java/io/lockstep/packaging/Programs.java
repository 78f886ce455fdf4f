package io.lockstep.packaging;

import io.lockstep.client.cli.CommandLineRunner;
import io.lockstep.follower.app.FollowerMain;
import io.lockstep.leader.LeaderMain;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

/** The programs under the names that the packages give them. */
final class Programs {

    private Programs() {}

    static List<CommandLine> all() {
        return List.of(
                named("lockstep", CommandLineRunner.commands()),
                named("lockstep-leader", new CommandLine(LeaderMain.class)),
                named("lockstep-follower", new CommandLine(FollowerMain.class)));
    }

    private static CommandLine named(String name, CommandLine program) {
        return program.setCommandName(name).setColorScheme(Help.defaultColorScheme(Ansi.OFF));
    }

    /** The program and all its commands, those of a command behind it. */
    static List<CommandLine> withCommandsBelow(CommandLine program) {
        List<CommandLine> all = new ArrayList<>(List.of(program));
        commandsOf(program).forEach(command -> all.addAll(withCommandsBelow(command)));
        return all;
    }

    /** The commands of one, each once though it may have further names. */
    static List<CommandLine> commandsOf(CommandLine program) {
        return program.getSubcommands().values().stream()
                .distinct()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .toList();
    }
}
