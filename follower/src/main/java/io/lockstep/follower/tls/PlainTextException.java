package io.lockstep.follower.tls;

import java.io.IOException;

/** The first byte of a connection is not one of TLS. */
final class PlainTextException extends IOException {

    private static final long serialVersionUID = 1;

    PlainTextException() {
        super("it does not speak TLS");
    }
}
