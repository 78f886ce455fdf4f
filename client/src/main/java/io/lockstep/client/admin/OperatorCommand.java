package io.lockstep.client.admin;

import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionSettings;

/** A command of an operator, who gets in when the servers have no room for other clients. */
abstract class OperatorCommand extends ClientCommand {

    @Override
    protected final SessionSettings settings() {
        return super.settings().asOperator();
    }

    /** Sends one request in a session of its own, prints the outcome, and returns the exit status. */
    protected final int send(Call call, Output output) throws InterruptedException {
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, session.call(call));
        }
    }
}
