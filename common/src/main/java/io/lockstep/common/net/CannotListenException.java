package io.lockstep.common.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Thrown if a server cannot listen on a port. The message says which and why, and is fit for users. */
public final class CannotListenException extends IOException {

    CannotListenException(InetSocketAddress address, IOException cause) {
        super("cannot listen on " + Addresses.text(address) + ": " + reason(cause), cause);
    }

    CannotListenException(InetSocketAddress address) {
        super("cannot listen on " + Addresses.text(address) + ": the host is not known");
    }

    private static String reason(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof BindException && message.contains("in use") ? "the port is in use" : message;
    }
}
