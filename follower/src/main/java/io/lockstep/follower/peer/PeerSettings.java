package io.lockstep.follower.peer;

/**
 * Times and bounds of the wire.
 *
 * @param connectMillis for a TCP connection to come up
 * @param handshakeMillis from a connection to the end of its hello
 * @param frameMillis from the first byte of a frame to its last; also how long one write may be stuck
 * @param silenceMillis without a byte from the other end, after which it counts as gone
 * @param keepAliveMillis without a byte to send, after which an empty frame is sent
 * @param backoffMillisMin before the second attempt to connect
 * @param backoffMillisMax the most the wait between attempts grows to
 * @param wantedMillis for how long after it was last asked for a broken link is connected again
 * @param queueBytesMax waiting to be sent on one link; beyond it the other end does not read, and the link is cut
 * @param requestsMax unanswered on one link
 * @param linksMax inbound at a time, those still saying hello included; and as many addresses dialled
 */
public record PeerSettings(
        int connectMillis,
        int handshakeMillis,
        int frameMillis,
        int silenceMillis,
        int keepAliveMillis,
        int backoffMillisMin,
        int backoffMillisMax,
        int wantedMillis,
        int queueBytesMax,
        int requestsMax,
        int linksMax) {

    public static PeerSettings defaults() {
        return new PeerSettings(1_000, 5_000, 10_000, 5_000, 1_000, 20, 500, 5_000, 16 << 20, 16_384, 64);
    }
}
