package io.lockstep.common.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** Thrown if a server cannot listen on a port. The message says which and why, and is fit for users. */
public final class CannotListenException extends IOException {

    /** Listening there has failed. */
    public CannotListenException(InetSocketAddress address, IOException cause) {
        super("cannot listen on " + Addresses.text(address) + ": " + reason(cause), cause);
    }

    CannotListenException(InetSocketAddress address) {
        super("cannot listen on " + Addresses.text(address) + ": the host is not known");
    }

    /** The system tells these apart only by the text of the message. */
    private static String reason(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        if (!(cause instanceof BindException)) {
            return message;
        }
        if (message.contains("in use")) {
            return "the port is in use";
        }
        if (message.contains("assign requested address")) {
            return "that is no address of this machine";
        }
        return message.contains("ermission denied") ? "this user may not listen on that port" : message;
    }
}
