package io.lockstep.common.net;

/**
 * The bounds of an {@link EventLoop}.
 *
 * @param lineBytesMax longest line that a client may send, in bytes with its line end
 * @param connectionsMax most open connections; a further one gets {@code refusal} and is closed
 * @param connectionsPerAddressMax most of them from one address that is not a loopback address; a further one is
 *     refused alike
 * @param refusal the line for a refused connection, without its line end
 * @param outboundBytesMax most bytes queued for one client; a client that exceeds it is disconnected
 * @param heldBytesMax most bytes of all clients together that are queued for them, or read and not yet answered; beyond
 *     it clients are disconnected, the one that takes most first
 */
public record LoopSettings(
        int lineBytesMax,
        int connectionsMax,
        int connectionsPerAddressMax,
        String refusal,
        int outboundBytesMax,
        long heldBytesMax) {

    /** Enough for the longest reply: a thousand rows of the longest names. */
    public static final int OUTBOUND_BYTES_MAX_DEFAULT = 1 << 20;

    /** While more bytes than this are queued, the client's requests are left unread. */
    static final int OUTBOUND_BYTES_HIGH = 32 * 1024;

    /** A client that reads none of its queued bytes for this long is disconnected. */
    static final long UNREAD_NANOS_MAX = 30_000_000_000L;

    /** A connection that the owner has closed ends after this time at the latest. */
    static final long CLOSING_NANOS_MAX = 2_000_000_000L;

    public LoopSettings {
        if (lineBytesMax < 2
                || connectionsMax < 1
                || connectionsPerAddressMax < 1
                || outboundBytesMax < lineBytesMax
                || heldBytesMax < outboundBytesMax) {
            throw new IllegalArgumentException("a bound is too small");
        }
    }

    /** One address may have all connections. */
    public LoopSettings(int lineBytesMax, int connectionsMax, String refusal, int outboundBytesMax, long heldBytesMax) {
        this(lineBytesMax, connectionsMax, connectionsMax, refusal, outboundBytesMax, heldBytesMax);
    }
}
