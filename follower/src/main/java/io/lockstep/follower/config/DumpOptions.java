package io.lockstep.follower.config;

import io.lockstep.common.command.LockName;
import io.lockstep.program.config.OneStart;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that tell what is in a data directory, in place of a start. */
public final class DumpOptions {

    @OneStart
    @Option(
            names = "--dump",
            description = "Tell what is in the data directory of a server that does not run, and exit: every part,"
                    + " checked by itself, and every entry of the log in words. Changes nothing.")
    boolean dump;

    @OneStart
    @Option(
            names = "--dump-lock",
            paramLabel = "NAME",
            description = "The same, with only those entries that changed this lock.")
    @Nullable
    String lock;

    /** Makes the flags with their defaults. */
    public DumpOptions() {}

    /** Whether the data is to be told. */
    public boolean isWanted() {
        return dump || lock != null;
    }

    /** The flaw in the name of the lock, in words; empty if there is none. */
    public String flaw() {
        return lock == null ? "" : LockName.flawOf(lock);
    }

    /** The lock whose entries are to be told; empty for all entries. Only if there is no {@link #flaw}. */
    public Optional<LockName> lock() {
        return Optional.ofNullable(lock).map(LockName::new);
    }
}
