package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.command.ClientLabel;
import io.lockstep.program.Environment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does what the audit record keeps: the option {@code --operator}, with a {@code --reason} that is required. */
final class Operator {

    private static final String REASON_REQUIRED = "--reason \"...\" is required, for the audit record";

    @Option(names = "--operator", paramLabel = "WHO", description = "Name in the audit record. Default: user@host.")
    private @Nullable String given;

    /** The name for the audit record. */
    String name(Environment environment) {
        String who = given;
        return who != null ? who : ClientLabel.operator(environment);
    }

    /** The flaw in reason or name; empty if there is none. */
    Optional<Failure> flaw(String reason, Environment environment) {
        if (reason.isBlank()) {
            return Optional.of(Failure.usage(REASON_REQUIRED));
        }
        return flaw(environment);
    }

    /** The flaw in the name; empty if there is none. */
    Optional<Failure> flaw(Environment environment) {
        String flaw = ClientLabel.flaw(name(environment));
        return flaw.isEmpty() ? Optional.empty() : Optional.of(Failure.usage("--operator " + flaw));
    }
}
