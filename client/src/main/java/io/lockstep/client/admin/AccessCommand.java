package io.lockstep.client.admin;

import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;

/** A command that sends one request about users and rules. */
abstract class AccessCommand extends ClientCommand {

    /** The request. */
    protected abstract Call request();

    @Override
    protected final int run(Output output) throws InterruptedException {
        Call call = request();
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, session.call(call));
        }
    }
}
