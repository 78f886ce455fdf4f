package io.lockstep.client.command;

import io.lockstep.common.command.LockName;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The name of a lock, one argument for each word. */
public final class NameParameter {

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "Name of the lock. Several words are joined by single spaces: Lock 1 means \"Lock 1\".")
    private List<String> words = List.of();

    /** The name. */
    public String text() {
        return String.join(" ", words);
    }

    /** The flaw of the name; empty if there is none. */
    public String flaw() {
        return LockName.flawOf(text());
    }
}
