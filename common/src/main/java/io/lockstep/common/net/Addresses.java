package io.lockstep.common.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as {@code host:port}. */
public final class Addresses {

    private Addresses() {}

    /** Returns {@code 127.0.0.1:9000} or {@code [::1]:9000}, or the host name if the address is not resolved. */
    public static String text(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
