package io.lockstep.client.admin;

import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;

/** A command that sends one request about users and rules. */
abstract class AccessCommand extends OperatorCommand {

    /** The request. */
    protected abstract Call request();

    @Override
    protected final int run(Output output) throws InterruptedException {
        return send(request(), output);
    }
}
