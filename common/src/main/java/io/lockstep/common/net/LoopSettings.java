package io.lockstep.common.net;

/**
 * The bounds of an {@link EventLoop}.
 *
 * @param lineBytesMax longest line that a client may send, in bytes with its line end
 * @param connectionsMax connections open at a time; one more is sent {@code refusal} and closed
 * @param refusal the line for a connection too many, without its line end
 * @param outboundBytesMax bytes that may wait for one client to read; a client that lets more gather is cut
 */
public record LoopSettings(int lineBytesMax, int connectionsMax, String refusal, int outboundBytesMax) {

    /** Enough for the longest reply, a thousand rows of the longest names. */
    public static final int OUTBOUND_BYTES_MAX_DEFAULT = 1 << 20;

    public LoopSettings {
        if (lineBytesMax < 2 || connectionsMax < 1 || outboundBytesMax < lineBytesMax) {
            throw new IllegalArgumentException("a bound is too small");
        }
    }
}
