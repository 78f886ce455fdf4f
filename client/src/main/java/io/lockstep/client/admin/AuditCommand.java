package io.lockstep.client.admin;

import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep admin audit}. */
@Command(name = "audit", description = "Lists what operators did and what was refused, oldest first.")
final class AuditCommand extends OperatorCommand {

    @Option(names = "--after", paramLabel = "N", defaultValue = "0", description = "Only records after number N.")
    private long after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N records. Default: 100.")
    private int limit;

    @Override
    protected int run(Output output) throws InterruptedException {
        Call call = Call.of(Verb.AUDIT).with("limit", limit);
        call = after > 0 ? call.with("after", after) : call;
        return send(call, output);
    }
}
