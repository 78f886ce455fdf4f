package io.lockstep.follower.engine.failover;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A follower's word that its leader has gone: every link with it was closed at the leader's end, and new ones are
 * refused.
 *
 * @param leader the number of the leader
 * @param term in which it led
 * @param lastIndex the last index of the follower's log. Followers of one leader have the beginning of one log, so the
 *     index alone tells who has more of it
 */
record LossReport(int leader, long term, long lastIndex) {

    private static final int BYTES = Integer.BYTES + 2 * Long.BYTES;

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(leader)
                .putLong(term)
                .putLong(lastIndex)
                .array();
    }

    /** Reads a report; null if the bytes are none. */
    static @Nullable LossReport decode(byte[] bytes) {
        if (bytes.length != BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new LossReport(buffer.getInt(), buffer.getLong(), buffer.getLong());
    }

    boolean sameLoss(LossReport other) {
        return leader == other.leader && term == other.term;
    }
}
