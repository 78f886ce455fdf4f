package io.lockstep.follower.node;

import io.lockstep.common.command.Entry;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.follower.map.ReplicatedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the entries of the log. The disk and the network check what they carry, so bytes that are no entry were
 * proposed as they are: every server passes over them alike, and goes on. What a newer program wrote is not passed
 * over: this server reads nothing more, and has to stop.
 */
final class LoggedEntries {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedEntries.class);

    private final Program program;
    private final ReplicatedMap map;
    private boolean foreign;

    LoggedEntries(Program program, ReplicatedMap map) {
        this.program = program;
        this.map = map;
    }

    /**
     * The entry to apply at this place of the log; null if there is none.
     *
     * @param known what the bytes say, if that is known
     */
    @Nullable
    Entry read(long index, byte[] bytes, @Nullable Entry known) {
        if (outgrown() != null) {
            return null;
        }
        if (known != null) {
            return known;
        }
        try {
            return EntryCodec.decode(bytes);
        } catch (MalformedEncodingException malformed) {
            foreign = EntryCodec.isOfOtherVersion(bytes);
            if (!foreign) {
                LOG.error("Place {} of the log has no entry, and changes nothing: {}", index, malformed.getMessage());
                map.passOver(index);
                map.wakeWaiters();
            }
            return null;
        }
    }

    /** Why this program cannot go on with the log, in words for the operator; null if it can. */
    @Nullable
    String outgrown() {
        int level = map.machine().featureLevel();
        if (!foreign && level <= program.featureLevel()) {
            return null;
        }
        String what = foreign
                ? "the log goes on in the form of another version"
                : "the cluster has feature level " + level + ", and this program reads level " + program.featureLevel();
        return what + "; this is version " + program.version() + ": start this server with the version of the others,"
                + " which lockstep nodes -o wide shows";
    }
}
