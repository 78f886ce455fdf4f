package io.lockstep.packaging;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of one command, in the language of {@code man}, from the command's own options. */
final class ManualPage {

    private final CommandLine command;
    private final CommandSpec spec;
    private final String version;
    private final StringBuilder text = new StringBuilder();

    ManualPage(CommandLine command, String version) {
        this.command = command;
        this.spec = command.getCommandSpec();
        this.version = version;
    }

    /** The name of the page: {@code lockstep-admin-audit}. */
    String name() {
        return nameOf(command);
    }

    private static String nameOf(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    String text() {
        text.setLength(0);
        List<String> description = plain(spec.usageMessage().description());
        request("TH", "\"" + name().toUpperCase(java.util.Locale.ROOT) + "\" 1 \"\" \"Lockstep " + version + "\"");
        request("SH", "NAME");
        line(name() + " - " + firstSentence(description));
        request("SH", "SYNOPSIS");
        line(command.getHelp().synopsis(0).strip().replaceAll("\\s+", " "));
        request("SH", "DESCRIPTION");
        paragraphs(description);
        arguments();
        options();
        commands();
        List<String> footer = plain(spec.usageMessage().footer());
        if (!footer.isEmpty()) {
            request("SH", "NOTES");
            paragraphs(footer);
        }
        seeAlso();
        return text.toString();
    }

    private static String firstSentence(List<String> description) {
        String all = String.join(" ", description);
        int end = all.indexOf(". ");
        return (end < 0 ? all : all.substring(0, end)).replaceFirst("\\.$", "");
    }

    private void arguments() {
        List<PositionalParamSpec> shown = spec.positionalParameters().stream()
                .filter(argument -> !argument.hidden())
                .toList();
        if (!shown.isEmpty()) {
            request("SH", "ARGUMENTS");
            shown.forEach(argument -> item(italic(argument.paramLabel()), plain(argument.description())));
        }
    }

    private void options() {
        List<OptionSpec> shown =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        if (!shown.isEmpty()) {
            request("SH", "OPTIONS");
            shown.forEach(option -> item(head(option), plain(option.description())));
        }
    }

    private static String head(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return takesValue(option) ? names + " " + italic(option.paramLabel()) : names;
    }

    private static boolean takesValue(ArgSpec option) {
        return option.arity().max() > 0;
    }

    private void commands() {
        List<CommandLine> below = Programs.commandsOf(command);
        if (!below.isEmpty()) {
            request("SH", "COMMANDS");
            below.forEach(each -> item(
                    "\\fB" + escaped(each.getCommandName()) + "\\fR",
                    plain(each.getCommandSpec().usageMessage().description())));
        }
    }

    private void seeAlso() {
        CommandLine above = command.getParent();
        List<String> pages = Stream.concat(Stream.ofNullable(above), Programs.commandsOf(command).stream())
                .map(each -> "\\fB" + escaped(nameOf(each)) + "\\fR(1)")
                .toList();
        String others = "\\fBlockstep\\fR(1), \\fBlockstep\\-leader\\fR(1), \\fBlockstep\\-follower\\fR(1)";
        request("SH", "SEE ALSO");
        text.append(pages.isEmpty() ? others : String.join(", ", pages)).append('\n');
    }

    private void item(String head, List<String> description) {
        text.append(".TP\n").append(head).append('\n');
        description.forEach(this::line);
    }

    private void paragraphs(List<String> paragraphs) {
        for (String paragraph : paragraphs) {
            request("PP", "");
            line(paragraph);
        }
    }

    private void request(String name, String rest) {
        text.append('.').append(name).append(rest.isEmpty() ? "" : " " + rest).append('\n');
    }

    private void line(String words) {
        text.append(escaped(words)).append('\n');
    }

    private static String italic(String words) {
        return "\\fI" + escaped(words) + "\\fR";
    }

    /** A line whose characters stand for themselves. */
    private static String escaped(String words) {
        String safe = words.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }

    /** The texts of a command without marks for colours and line ends. */
    static List<String> plain(String[] texts) {
        return Arrays.stream(texts)
                .flatMap(each -> Ansi.OFF.string(String.format(each)).lines())
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
