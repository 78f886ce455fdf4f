package io.lockstep.follower.server;

import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.program.ExitCode;
import io.lockstep.program.LoggingSetup;
import picocli.CommandLine;

/** Runs a server from a command line. Every failure becomes one line on standard error and an exit status. */
public final class ServerCommand {

    private ServerCommand() {}

    /**
     * Runs the program and exits the process; for {@code main}.
     *
     * @param command a picocli command
     */
    public static void run(Object command, String[] arguments) {
        LoggingSetup.forServer();
        // A script puts its own flags first and its user's after them, so the last one wins.
        CommandLine commandLine = new CommandLine(command).setOverwrittenOptionsAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
        commandLine.setParameterExceptionHandler((flaw, rejected) -> {
            CommandLine line = flaw.getCommandLine();
            line.getErr().println(line.getCommandName() + ": " + flaw.getMessage());
            line.getErr().println("Try --help.");
            return ExitCode.USAGE;
        });
        System.exit(commandLine.execute(arguments));
    }

    private static int failed(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof ServerStartException reason) {
            line.getErr().println(line.getCommandName() + ": " + reason.getMessage());
            return reason.exitCode();
        }
        throw failure;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @return the exit status
     */
    public static int serve(CommandLine line, ServerOptions options, ClusterEntry entry, LeaderRole.Factory leaderRoles)
            throws ServerStartException, InterruptedException {
        String flaw = options.flaw();
        if (!flaw.isEmpty()) {
            throw new CommandLine.ParameterException(line, flaw);
        }
        Server.run(options, entry, leaderRoles);
        return ExitCode.OK;
    }
}
