package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.common.secret.SecretFile;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep admin join-secret}. */
@Command(
        name = "join-secret",
        description = {
            "Prints the cluster's secret, for a server that joins from another machine.",
            "Reads it from the data directory of a server, which may run. Needs no server. Write it into a file that"
                    + " only you can read, and give that to the new server with --secret-file.",
            "Exit status 65 if the directory has no secret."
        })
final class JoinSecretCommand extends ClientCommand {

    @Option(names = "--data", paramLabel = "DIR", required = true, description = "The data directory of a server.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private Path data;

    @Override
    protected int run(Output output) {
        try {
            String secret = SecretFile.read(data.resolve(SecretFile.NAME)).text();
            output.data(secret, Json.object(Map.of("secret", secret)));
            return ExitCode.OK;
        } catch (IOException e) {
            return output.failure(Failure.badData(String.valueOf(e.getMessage())));
        }
    }
}
