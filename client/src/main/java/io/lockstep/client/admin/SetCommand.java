package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Sizes;
import io.lockstep.common.protocol.Verb;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin set}. */
@Command(
        name = "set",
        description = {
            "Changes a setting of the cluster: map-bytes, how much memory the lock map may take on each server.",
            "A server needs four times that as heap. Locks that are held stay held, whatever the bound."
        })
final class SetCommand extends OperatorCommand {

    static final String MAP_BYTES = "map-bytes";

    @Parameters(index = "0", paramLabel = "SETTING", description = "map-bytes.")
    private String setting = "";

    @Parameters(index = "1", paramLabel = "SIZE", description = "A size such as 256m or 1g.")
    private String value = "";

    @Mixin
    private final Operator operator = new Operator();

    @Override
    protected int run(Output output) throws InterruptedException {
        if (!setting.equals(MAP_BYTES)) {
            return output.failure(Failure.usage("the only setting is " + MAP_BYTES));
        }
        if (Sizes.parseBytes(value) < ProtocolLimits.MAP_BYTES_MIN) {
            return output.failure(Failure.usage(value + " is not a size of 1m or more, such as 256m"));
        }
        Optional<Failure> flaw = operator.flaw(options().reason(), environment());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Call call = Call.of(Verb.SET)
                .with("map_bytes", value)
                .with("reason", options().reason())
                .with("operator", operator.name(environment()));
        return send(call, output);
    }
}
