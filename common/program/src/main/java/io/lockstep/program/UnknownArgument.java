package io.lockstep.program;

import io.lockstep.common.protocol.Nearest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** What to say about an argument that a command does not take: the nearest one that it takes. */
public final class UnknownArgument {

    private static final String DASH = "-";

    private UnknownArgument() {}

    /** The message for the user, in one line. */
    public static String message(UnmatchedArgumentException flaw) {
        CommandSpec command = flaw.getCommandLine().getCommandSpec();
        String help = command.qualifiedName(" ") + " --help lists the ";
        String word = flaw.getUnmatched().get(0);
        if (word.startsWith(DASH)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            List<String> names = command.options().stream()
                    .flatMap(option -> Stream.of(option.names()))
                    .toList();
            return "there is no option " + name + Nearest.advice(name, names, help + "options");
        }
        Map<String, CommandLine> commands = flaw.getCommandLine().getSubcommands();
        return commands.isEmpty()
                ? "nothing is expected at " + word + "; " + help + "arguments"
                : "there is no command " + word
                        + Nearest.advice(word, List.copyOf(commands.keySet()), help + "commands");
    }
}
