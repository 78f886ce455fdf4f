package io.lockstep.client.cli;

import io.lockstep.client.admin.AdminCommand;
import io.lockstep.client.command.CommandRoot;
import io.lockstep.client.command.Options;
import io.lockstep.client.process.NativeReader;
import io.lockstep.client.repl.Repl;
import io.lockstep.client.repl.Script;
import io.lockstep.program.Environment;
import io.lockstep.program.VersionFromManifest;
import java.io.BufferedReader;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code lockstep} without a command: the shell, or a script from stdin. */
@Command(
        name = "lockstep",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionFromManifest.class,
        description = "Takes, releases and watches locks of a Lockstep cluster.",
        synopsisHeading = "Usage: ",
        footerHeading = "%n",
        footer = {
            "Without a command: an interactive shell on a terminal; otherwise reads one command per line from stdin.",
            "Exit status: 0 done, 1 the answer is no, 64 usage, 65 bad input, 69 no server could do it, 70 bug,"
                    + " 74 outcome unknown, 75 not acquired, 76 lock lost, 77 denied, 78 configuration, 126 and 127"
                    + " the command of run is not executable or does not exist, 128+N signal N; run otherwise exits"
                    + " with its command's status."
        })
final class RootCommand implements Callable<Integer>, CommandRoot {

    private final Environment environment;
    private final Repl.Commands commands;

    @Mixin
    private final Options options = new Options();

    @Option(
            names = {"-i", "--interactive"},
            description = "Start the interactive shell even if stdin is not a terminal.")
    private boolean interactive;

    /** @param commands runs a command that is given in the shell */
    RootCommand(Environment environment, Repl.Commands commands) {
        this.environment = environment;
        this.commands = commands;
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (environment.interactive()) {
            return Repl.onTerminal(
                            options.session(environment), options.style(environment), environment.variables(), commands)
                    .run();
        }
        BufferedReader input = new BufferedReader(new NativeReader(environment.in()));
        if (interactive) {
            return Repl.onStreams(
                            options.session(environment),
                            options.style(environment),
                            input,
                            environment.out(),
                            commands)
                    .run();
        }
        return new Script(options.session(environment), options.output(environment), input).run();
    }

    /**
     * The commands of the program, in the order of its help. To prepare one for the parser takes some milliseconds, so
     * a program that runs one command prepares no other.
     */
    enum Subcommand {
        LOCK,
        EXTEND,
        RELEASE("unlock"),
        RUN,
        STATUS,
        WHO,
        HISTORY,
        LIST("ls"),
        SESSIONS,
        WATCH,
        WHOAMI,
        NODES,
        INFO,
        PING,
        TOP,
        MAPS("hash"),
        ADMIN,
        BENCH;

        static final List<Subcommand> ALL = List.of(values());

        private final String alias;

        Subcommand() {
            this("");
        }

        Subcommand(String alias) {
            this.alias = alias;
        }

        /** All that one of these words may call. */
        static List<Subcommand> among(List<String> words) {
            return ALL.stream().filter(each -> each.isAmong(words)).toList();
        }

        private boolean isAmong(List<String> words) {
            return words.contains(name().toLowerCase(Locale.ROOT)) || (!alias.isEmpty() && words.contains(alias));
        }

        /** The class that does it. The others are not even loaded. */
        Class<?> command() {
            return switch (this) {
                case LOCK -> LockCommand.class;
                case EXTEND -> ExtendCommand.class;
                case RELEASE -> ReleaseCommand.class;
                case RUN -> RunCommand.class;
                case STATUS -> StatusCommand.class;
                case WHO -> WhoCommand.class;
                case HISTORY -> HistoryCommand.class;
                case LIST -> ListCommand.class;
                case SESSIONS -> SessionsCommand.class;
                case WATCH -> WatchCommand.class;
                case WHOAMI -> WhoamiCommand.class;
                case NODES -> NodesCommand.class;
                case INFO -> InfoCommand.class;
                case PING -> PingCommand.class;
                case TOP -> TopCommand.class;
                case MAPS -> MapsCommand.class;
                case ADMIN -> AdminCommand.class;
                case BENCH -> BenchCommand.class;
            };
        }
    }
}
