package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin log-level}. */
@Command(
        name = "log-level",
        description = {
            "Shows how much the log of the server that answers has, or sets it for a package until the server stops.",
            "Name one server with --server: each has a log of its own."
        })
final class LogLevelCommand extends OperatorCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PACKAGE",
            description = "A package such as follower.peer; all, or engine for the consensus engine.")
    private String packageName = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "debug, info, warn, error or off; default takes back what was set.")
    private String level = "";

    @Override
    protected int run(Output output) throws InterruptedException {
        if (packageName.isEmpty()) {
            return send(Call.of(Verb.LOGLEVEL), output);
        }
        return level.isEmpty()
                ? output.failure(Failure.usage(
                        "a level is expected after " + packageName + ": debug, info, warn, error, off or default"))
                : send(Call.of(Verb.LOGLEVEL, packageName, level), output);
    }
}
