package io.lockstep.client.admin;

import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.program.ExitCode;
import org.jspecify.annotations.Nullable;

/** A command that sends one request about users and rules. */
abstract class AccessCommand extends OperatorCommand {

    /** The request. */
    protected abstract Call request();

    /** As text, a new token is all that goes to stdout, so that it can go into a file. */
    @Override
    protected final int run(Output output) throws InterruptedException {
        Call call = request();
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = session.call(call);
            String token = newToken(outcome);
            if (token == null || output.format() == Output.Format.JSON) {
                return output.outcome(call, outcome);
            }
            output.remark("done: the token is not shown again; keep it in a file that only its owner can read");
            output.data(token, "");
            return ExitCode.OK;
        }
    }

    private static @Nullable String newToken(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Answered answered
                ? answered.reply().line().option("token")
                : null;
    }
}
