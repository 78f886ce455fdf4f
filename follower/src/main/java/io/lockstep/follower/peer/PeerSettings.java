package io.lockstep.follower.peer;

/**
 * Time limits and bounds of the wire.
 *
 * @param connectMillis limit for a TCP connection to come up
 * @param handshakeMillis limit from a connection to the end of its hello
 * @param frameMillis limit from the first byte of a frame to its last; also for one blocked write
 * @param silenceMillis the other end counts as gone after this long without a byte from it
 * @param keepAliveMillis an empty frame is sent after this long without a byte to send
 * @param backoffMillisMin pause before the second attempt to connect
 * @param backoffMillisMax the longest pause between two attempts
 * @param wantedMillis a broken link is dialled again until this long after the last request for it
 * @param queueBytesMax bound of the bytes that wait to be sent on one link; beyond it the link is closed, because the
 *     other end does not read
 * @param requestsMax bound of the unanswered requests on one link
 * @param linksMax bound of the inbound links, those in a handshake included, and of the dialled addresses
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

    /** The settings of a server. */
    public static PeerSettings defaults() {
        return new PeerSettings(1_000, 5_000, 10_000, 5_000, 1_000, 20, 500, 5_000, 16 << 20, 16_384, 64);
    }
}
