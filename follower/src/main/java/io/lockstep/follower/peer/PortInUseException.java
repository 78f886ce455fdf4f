package io.lockstep.follower.peer;

import java.io.IOException;

/** The address to listen on is taken. The message names it. */
public final class PortInUseException extends IOException {

    PortInUseException(String address, Throwable cause) {
        super("the peer port " + address + " is in use", cause);
    }
}
