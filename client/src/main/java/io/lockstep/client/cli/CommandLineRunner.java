package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.cli.RootCommand.Subcommand;
import io.lockstep.client.command.CommonVariables;
import io.lockstep.client.command.Options;
import io.lockstep.client.process.Invocation;
import io.lockstep.client.process.NativePath;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.program.Environment;
import io.lockstep.program.ExitCode;
import io.lockstep.program.UnknownArgument;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command line and runs it. Every failure becomes one line on stderr and an exit status. */
public final class CommandLineRunner {

    /** How the parser begins a message about the value of an option. */
    private static final String OF_AN_OPTION = "^Invalid value for option '[^']*'[^:]*: ";

    private CommandLineRunner() {}

    /** The same for what a process was started with, which may be text that no cluster can take. */
    static int run(Environment environment, Invocation given) {
        List<String> all = given.arguments();
        int command = all.indexOf("--");
        Optional<String> notText = Invocation.notUtf8(command < 0 ? all : all.subList(0, command));
        if (given.isDoubtful()) {
            return early(environment, all)
                    .failure(Failure.badData("this locale may have changed an argument, and there is no /proc to read"
                            + " it from; set LC_ALL=C.UTF-8"));
        }
        if (notText.isPresent()) {
            return early(environment, all)
                    .failure(Failure.badData("the argument " + LineSyntax.quoted(notText.get()) + " is not UTF-8"));
        }
        return run(environment, all.toArray(String[]::new));
    }

    /** Runs the command and returns the exit status. Mistakes of a user or a server never cause an exception. */
    public static int run(Environment environment, String... arguments) {
        return run(environment, Subcommand.among(List.of(arguments)), arguments);
    }

    /** The same with a parser that knows these commands. What tells of others is left to one that knows all. */
    private static int run(Environment environment, List<Subcommand> known, String... arguments) {
        RootCommand root = new RootCommand(environment, words -> run(environment, with(arguments, words)));
        CommandLine line = line(root, known)
                .setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(environment.interactive() ? Ansi.AUTO : Ansi.OFF))
                .setExecutionExceptionHandler((failure, command, parsed) -> crashed(failure, root));
        CommonVariables variables = new CommonVariables(line.getCommandSpec(), environment);
        line.setDefaultValueProvider(variables);
        boolean knowsAll = known.equals(Subcommand.ALL);
        line.setParameterExceptionHandler((failure, rest) -> knowsAll
                ? usage(failure, variables, environment, arguments)
                : run(environment, Subcommand.ALL, arguments));
        line.setExecutionStrategy(parsed ->
                knowsAll || !asksForHelp(parsed) ? execute(parsed, root) : run(environment, Subcommand.ALL, arguments));
        return line.execute(arguments);
    }

    private static boolean asksForHelp(ParseResult parsed) {
        return parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested);
    }

    /** The commands and their options, for pages and completions that describe them. They cannot be run. */
    public static CommandLine commands() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Environment none = new Environment(InputStream.nullInputStream(), nowhere, nowhere, false, Map.of());
        return line(new RootCommand(none, words -> ExitCode.USAGE), Subcommand.ALL);
    }

    private static CommandLine line(RootCommand root, List<Subcommand> known) {
        CommandLine line = new CommandLine(root);
        // First, since all that is set from here on is set for them, too.
        known.forEach(each -> line.addSubcommand(each.command()));
        line.setCaseInsensitiveEnumValuesAllowed(true)
                // A script puts its own flags first and its user's flags after them: the last one counts.
                .setOverwrittenOptionsAllowed(true)
                // An argument that begins with @ is taken literally: it may belong to the command that run starts.
                .setExpandAtFiles(false)
                .registerConverter(Path.class, NativePath::of);
        HelpPages.shorten(line);
        return line;
    }

    /** What was given before the shell began counts for its commands, too. */
    private static String[] with(String[] arguments, List<String> words) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(words);
        return all.toArray(String[]::new);
    }

    private static int execute(ParseResult parsed, RootCommand root) {
        Output output = root.options().output(root.environment());
        String flaw = root.options().flaw();
        if (!flaw.isEmpty()) {
            return output.failure(Failure.usage(flaw));
        }
        String servers = root.environment().variable("LOCKSTEP_SERVER", "");
        if (!root.options().hasServers() && !servers.isEmpty()) {
            try {
                HostPort.parseServers(servers);
            } catch (IllegalArgumentException e) {
                return output.failure(configuration("LOCKSTEP_SERVER", String.valueOf(e.getMessage())));
            }
        }
        try {
            root.options().sockets(root.environment());
        } catch (IllegalArgumentException e) {
            return output.failure(configuration("TLS", String.valueOf(e.getMessage())));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int usage(
            ParameterException failure, CommonVariables variables, Environment environment, String[] arguments) {
        Output output = early(environment, List.of(arguments));
        String command = failure.getCommandLine().getCommandSpec().qualifiedName(" ");
        String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        Optional<String> guilty = variables.guilty(failure, arguments);
        if (guilty.isPresent()) {
            return output.failure(configuration(guilty.get(), text.replaceFirst(OF_AN_OPTION, "")));
        }
        return output.failure(Failure.usage(
                failure instanceof UnmatchedArgumentException unmatched
                        ? UnknownArgument.message(unmatched)
                        : text + "; see " + command + " --help"));
    }

    private static Failure configuration(String what, String flaw) {
        return new Failure("CONFIGURATION", "error: " + what + ": " + flaw, Map.of(), ExitCode.CONFIGURATION);
    }

    /** The output before the options are read. */
    private static Output early(Environment environment, List<String> words) {
        boolean json = environment.variable("LOCKSTEP_OUTPUT", "").equalsIgnoreCase("json")
                || words.contains("json")
                || words.contains("--output=json")
                || words.contains("-ojson");
        Options options = new Options();
        options.printAs(json ? Output.Format.JSON : Output.Format.TEXT);
        return options.output(environment);
    }

    /** Reports an unexpected exception as a bug, so that a user sees a message instead of a stack trace. */
    private static int crashed(Exception failure, RootCommand root) {
        StackTraceElement[] trace = failure.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return root.options().output(root.environment()).failure(Failure.internal(failure + where));
    }
}
