package io.lockstep.client.cli;

import io.lockstep.common.command.LockName;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A lock's name, in as many arguments as it has words. */
final class NameParameter {

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "Name of the lock. Words are joined by one space: Lock 1 is \"Lock 1\".")
    private List<String> words = List.of();

    String text() {
        return String.join(" ", words);
    }

    /** What is wrong with the name, empty if nothing is. */
    String flaw() {
        return LockName.flawOf(text());
    }
}
