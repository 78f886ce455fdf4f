package io.lockstep.common.tls;

import io.lockstep.common.net.Sockets;
import java.net.Socket;
import java.util.function.Supplier;

/** Sockets that speak TLS 1.3, under the identity that this end has at the moment of the connection. Any thread. */
public final class TlsSockets implements Sockets {

    private final Supplier<TlsIdentity> identity;
    private final int handshakeMillis;

    /**
     * @param identity asked for each connection
     * @param handshakeMillis the most time that a handshake takes; a dialled socket also has what is left of the time
     *     for its connection
     */
    public TlsSockets(Supplier<TlsIdentity> identity, int handshakeMillis) {
        this.identity = identity;
        this.handshakeMillis = handshakeMillis;
    }

    /** Sockets for an end that only dials. */
    public static Sockets toDial(TlsIdentity identity) {
        return new TlsSockets(() -> identity, 0);
    }

    /** A socket that accepts a certificate for {@code host} only, its name or address. */
    @Override
    public Socket toDial(String host) {
        return new TlsSocket(identity.get(), new Socket(), withoutBrackets(host), handshakeMillis);
    }

    /** A socket whose other end must show a certificate of a server. */
    @Override
    public Socket accepted(Socket socket) {
        return new TlsSocket(identity.get(), socket, null, handshakeMillis);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
