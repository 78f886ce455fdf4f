package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.common.command.Command.RemoveServer;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lockstep admin replace-server}. */
@Command(
        name = "replace-server",
        description = {
            "Has the next server that catches up take the place of a server that is dead or lost its data.",
            "Returns at once. Start the new server with follower.jar --leader and an empty data directory, before or"
                    + " after this command. A new server at the address of a dead one replaces it without this command."
        })
final class ReplaceServerCommand extends OperatorCommand {

    @Mixin
    private final ServerRemoval removal = new ServerRemoval();

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = removal.flaw(options().reason(), environment());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Call call = removal.call(RemoveServer.Way.REPLACE, options().reason(), environment());
        return send(call, output);
    }
}
