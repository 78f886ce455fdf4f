package io.lockstep.follower.tls;

import io.lockstep.common.net.Transport;
import io.lockstep.common.tls.TlsIdentity;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Makes the transports of a port for clients, each under the identity that the server has at that moment. */
final class TlsTransports implements Transport.Factory {

    private final Supplier<TlsIdentity> identity;
    private final Executor handshakes;

    /** @param handshakes runs the asymmetric work of all handshakes */
    TlsTransports(Supplier<TlsIdentity> identity, Executor handshakes) {
        this.identity = identity;
        this.handshakes = handshakes;
    }

    @Override
    public Transport over(SocketChannel channel, Runnable progressed) {
        return new TlsTransport(channel, identity.get().context(), handshakes, progressed);
    }
}
