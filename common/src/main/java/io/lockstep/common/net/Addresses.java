package io.lockstep.common.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as {@code host:port}. */
public final class Addresses {

    private Addresses() {}

    /** The address as {@code 127.0.0.1:9000}, {@code [::1]:9000}, or with the host's name if it is not resolved. */
    public static String text(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        String host = resolved == null ? address.getHostString() : resolved.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
