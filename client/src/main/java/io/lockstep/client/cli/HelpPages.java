package io.lockstep.client.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** Keeps the page of a command short: what all commands share is on the page of the program, and only there. */
final class HelpPages {

    private static final String HELP = "--help";
    private static final String NOTE =
            "Options that every command takes, such as --server, --output and --timeout: lockstep --help";

    private HelpPages() {}

    /** Hides on the pages of all commands below this one what the page of this one says. */
    static void shorten(CommandLine root) {
        String[] shared = root.getCommandSpec().usageMessage().footer();
        root.getSubcommands().values().stream().distinct().forEach(command -> shorten(command, shared));
    }

    private static void shorten(CommandLine command, String[] shared) {
        CommandSpec spec = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (option.inherited() && !List.of(option.names()).contains(HELP)) {
                spec.remove(option);
                // Local, since the commands below have copies of their own.
                spec.addOption(OptionSpec.builder(option)
                        .scopeType(ScopeType.LOCAL)
                        .hidden(true)
                        .build());
            }
        }
        List<String> footer = new ArrayList<>(List.of(spec.usageMessage().footer()));
        if (Arrays.equals(spec.usageMessage().footer(), shared)) {
            footer.clear();
        }
        footer.add(NOTE);
        spec.usageMessage().footer(footer.toArray(String[]::new));
        command.getSubcommands().values().stream().distinct().forEach(each -> shorten(each, shared));
    }
}
