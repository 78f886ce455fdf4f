package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.connection.Call;
import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.Environment;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What {@code admin remove-server} and {@code admin replace-server} are given. */
final class ServerRemoval {

    @Parameters(index = "0", paramLabel = "N", description = "Number of the server, as nodes lists it.")
    private int server;

    @Mixin
    private final Operator operator = new Operator();

    int server() {
        return server;
    }

    /** The flaw in what was given; empty if there is none. */
    Optional<Failure> flaw(String reason, Environment environment) {
        if (server < 1) {
            return Optional.of(Failure.usage("servers have numbers from 1; nodes lists them"));
        }
        return operator.flaw(reason, environment);
    }

    Call call(RemoveServer.Way way, String reason, Environment environment) {
        return Call.of(Verb.REMOVE, Integer.toString(server))
                .with("way", way.name().toLowerCase(Locale.ROOT))
                .with("reason", reason)
                .with("operator", operator.name(environment));
    }
}
