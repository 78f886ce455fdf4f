package io.lockstep.client.command;

import io.lockstep.client.answer.Failure;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.LineSyntax;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The name of a lock: one argument, whatever is in it. */
public final class NameParameter {

    private static final String BARE = "[A-Za-z0-9_./:@%+,-]+";

    @Parameters(
            arity = "1..*",
            hideParamSyntax = true,
            paramLabel = "NAME",
            description = "Name of the lock: one argument, so one with spaces is quoted, as in \"Lock 1\".")
    private List<String> words = List.of();

    /** The name; only if there is no {@link #flaw}. */
    public String text() {
        return words.get(0);
    }

    /** What is wrong with the name given to this command; empty if nothing is. */
    public Optional<Failure> flaw(String command) {
        return flaw(command, words);
    }

    /**
     * What is wrong with the words that are the name of one lock; empty if nothing is. More than one word may be one
     * name without its quotes, or several names, so neither is guessed.
     *
     * @param command as the user wrote it, such as {@code lockstep status}
     */
    public static Optional<Failure> flaw(String command, List<String> words) {
        if (words.size() > 1) {
            String one = LineSyntax.quoted(String.join(" ", words));
            return Optional.of(Failure.usage(words.size() + " names where one is expected: if they are one name, write "
                    + command + " " + one + several(command, words)));
        }
        String flaw = LockName.flawOf(words.isEmpty() ? "" : words.get(0));
        return flaw.isEmpty() ? Optional.empty() : Optional.of(Failure.badData(flaw));
    }

    private static String several(String command, List<String> words) {
        return command.endsWith(" lock")
                ? "; for several locks, write " + command + " "
                        + words.stream().map(NameParameter::typable).collect(Collectors.joining(" --and "))
                : "";
    }

    private static String typable(String name) {
        return name.matches(BARE) ? name : LineSyntax.quoted(name);
    }
}
