package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin transfer-leader}. */
@Command(
        name = "transfer-leader",
        description = {
            "Has the leader give leadership to another voting server, as before a restart of its machine.",
            "Clients see a short pause and no error. Returns when another server leads, at most after --timeout."
        })
final class TransferLeaderCommand extends OperatorCommand {

    private static final long PAUSE_MILLIS = 20;

    private static final Call NODES = Call.of(Verb.NODES);

    @Parameters(
            arity = "0..1",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of the server to lead, as nodes lists it. Default: the one that has stored the most.")
    private int to;

    @Mixin
    private final Operator operator = new Operator();

    @Override
    protected int run(Output output) throws InterruptedException {
        if (to < 0) {
            return output.failure(Failure.usage("servers have numbers from 1; nodes lists them"));
        }
        Optional<Failure> flaw = operator.flaw(environment());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = session.call(NODES);
            ServerLine leader = leader(outcome);
            if (leader == null) {
                return Failure.of(NODES, outcome).isPresent()
                        ? output.outcome(NODES, outcome)
                        : output.failure(Failure.unavailable("no server leads"));
            }
            return leader.number("server", 0) == to ? done(to, output) : transfer(session, leader, output);
        }
    }

    private int transfer(ClientSession session, ServerLine leader, Output output) throws InterruptedException {
        Optional<HostPort> place = HostPort.received(leader.options().getOrDefault("address", ""));
        if (place.isEmpty()) {
            return output.failure(Failure.unavailable("the leader's address for clients is not known"));
        }
        Call call = Call.of(Verb.TRANSFER).with("operator", operator.name(environment()));
        call = to > 0 ? call.with("to", to) : call;
        try (ClientSession there = session(settings().at(List.of(place.get())), output)) {
            CallOutcome outcome = there.call(call);
            if (Failure.of(call, outcome).isPresent()) {
                return output.outcome(call, outcome);
            }
        }
        return awaitOther(session, leader.number("server", 0), output);
    }

    private int awaitOther(ClientSession session, long before, Output output) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + options().timeout().toNanos();
        while (deadlineNanos - System.nanoTime() > 0) {
            ServerLine leader = leader(session.call(NODES));
            long now = leader == null ? before : leader.number("server", before);
            if (now != before) {
                return done(now, output);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return output.failure(Failure.unavailable("server " + before + " still leads: try again"));
    }

    private static int done(long leader, Output output) {
        if (output.quiet()) {
            return ExitCode.OK;
        }
        output.data("server " + leader + " leads", Json.object(Map.of("leader", leader)));
        return ExitCode.OK;
    }

    private static @Nullable ServerLine leader(CallOutcome outcome) {
        return outcome.success().stream()
                .flatMap(nodes -> nodes.rows().stream())
                .filter(row -> "leader".equals(row.option("role")))
                .findFirst()
                .orElse(null);
    }
}
