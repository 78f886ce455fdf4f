package io.lockstep.common.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/** Where blocking sockets come from: plain ones, or ones that speak TLS. Any thread. */
public interface Sockets {

    /** Plain sockets. */
    Sockets PLAIN = new Sockets() {
        @Override
        public Socket toDial(String host) {
            return new Socket();
        }

        @Override
        public Socket accepted(Socket socket) {
            return socket;
        }
    };

    /**
     * Plain sockets that have a channel, so that their owner can stop them from blocking. An interrupt of a thread that
     * reads or writes one closes it.
     */
    Sockets WITH_CHANNELS = new Sockets() {
        @Override
        public Socket toDial(String host) throws IOException {
            return SocketChannel.open().socket();
        }

        @Override
        public Socket accepted(Socket socket) {
            return socket;
        }
    };

    /**
     * A socket that is not yet connected. Its {@code connect} returns once the other end has proved to be {@code host},
     * and throws an {@link IOException} whose message is a clause for the user otherwise.
     *
     * @param host the name or address that is dialled, whatever address it has been resolved to
     */
    Socket toDial(String host) throws IOException;

    /**
     * Takes over an accepted socket; does not block. The first call for one of its streams blocks until the other end
     * has proved to be what it must be.
     */
    Socket accepted(Socket socket) throws IOException;
}
