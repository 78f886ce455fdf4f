package io.lockstep.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completion of one program for the shell fish, from the same options as its help. */
final class FishCompletion {

    private final CommandLine program;
    private final StringBuilder text = new StringBuilder();

    FishCompletion(CommandLine program) {
        this.program = program;
    }

    String text() {
        text.setLength(0);
        complete(program, List.of());
        return text.toString();
    }

    /** @param above the commands that lead to this one */
    private void complete(CommandLine command, List<String> above) {
        List<CommandLine> below = Programs.commandsOf(command);
        String here = condition(above, below);
        for (CommandLine each : below) {
            rule(
                    here,
                    "-f -a " + each.getCommandName(),
                    firstLine(each.getCommandSpec().usageMessage().description()));
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                rule(condition(above, List.of()), names(option) + values(option), firstLine(option.description()));
            }
        }
        for (CommandLine each : below) {
            List<String> path = new ArrayList<>(above);
            path.add(each.getCommandName());
            complete(each, path);
        }
    }

    /** True while all of these commands were typed, and none of those. */
    private static String condition(List<String> typed, List<CommandLine> missing) {
        List<String> terms = new ArrayList<>();
        typed.forEach(word -> terms.add("__fish_seen_subcommand_from " + word));
        if (!missing.isEmpty()) {
            terms.add("not __fish_seen_subcommand_from "
                    + missing.stream().map(CommandLine::getCommandName).collect(Collectors.joining(" ")));
        }
        return String.join("; and ", terms);
    }

    private void rule(String condition, String what, String description) {
        text.append("complete -c ").append(program.getCommandName());
        if (!condition.isEmpty()) {
            text.append(" -n ").append(quoted(condition));
        }
        text.append(' ').append(what).append(" -d ").append(quoted(description)).append('\n');
    }

    private static String names(OptionSpec option) {
        return List.of(option.names()).stream()
                .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .collect(Collectors.joining(" "));
    }

    private static String values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null ? " -r" : " -x -a " + quoted(String.join(" ", candidates));
    }

    private static String firstLine(String[] description) {
        return ManualPage.plain(description).stream().findFirst().orElse("");
    }

    private static String quoted(String words) {
        return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
