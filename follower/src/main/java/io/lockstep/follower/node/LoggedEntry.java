package io.lockstep.follower.node;

import io.lockstep.common.command.Entry;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the entries of the log. The disk and the network check what they carry, so bytes that are no entry were
 * proposed as they are. Every server refuses them alike, and goes on.
 */
final class LoggedEntry {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedEntry.class);

    private LoggedEntry() {}

    /**
     * The entry at this place of the log; null if there is none in these bytes.
     *
     * @throws MalformedEncodingException if another version of this program wrote them
     */
    static @Nullable Entry read(long index, byte[] bytes) {
        try {
            return EntryCodec.decode(bytes);
        } catch (MalformedEncodingException malformed) {
            if (EntryCodec.isOfOtherVersion(bytes)) {
                throw malformed;
            }
            LOG.error("Place {} of the log has no entry, and changes nothing: {}", index, malformed.getMessage());
            return null;
        }
    }
}
