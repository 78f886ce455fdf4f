package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tells whether a server could listen somewhere, before it changes anything else. */
public final class PortProbe {

    private PortProbe() {}

    /** Listens for a moment. Another process may still take the port afterwards. */
    public static void requireFree(InetSocketAddress address) throws CannotListenException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address, 1);
        } catch (IOException cause) {
            throw new CannotListenException(address, cause);
        }
    }
}
