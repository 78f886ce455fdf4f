package io.lockstep.common.net;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * How the bytes of one connection get into its socket and out of it: as they are, or encrypted. For the loop's thread
 * only; no call blocks. A read or write that cannot go on now returns 0.
 */
public interface Transport extends ByteChannel {

    /** Sends the bytes as they are. */
    Factory PLAIN = (channel, progressed) -> new PlainTransport(channel);

    /** Makes the transport of a new connection. */
    interface Factory {

        /**
         * Takes over a non-blocking channel.
         *
         * @param progressed called on any thread when work outside the loop has ended, for which reads and writes
         *     waited
         */
        Transport over(SocketChannel channel, Runnable progressed);
    }

    /** Sends what it holds back itself. Returns whether nothing of that is left. */
    boolean flush() throws IOException;

    /** Whether it holds bytes of earlier writes that the socket has not taken. */
    boolean holdsOutput();

    /** Whether a read may find bytes although the socket is not readable. */
    boolean holdsInput();

    /**
     * The operations of a selector to wait for.
     *
     * @param reads whether the connection wants to read
     * @param writes whether the connection has bytes to write
     */
    int interest(boolean reads, boolean writes);

    /** How much memory its buffers take. */
    int heldBytes();

    /** Tells the other end that nothing more will come. From now on reads return bytes without a meaning. */
    void shutdownOutput() throws IOException;

    /** The subject of the certificate that the other end has proved to own; empty if there is none. */
    Optional<String> certificateSubject();

    /** Closes the socket at once. */
    @Override
    void close();
}
