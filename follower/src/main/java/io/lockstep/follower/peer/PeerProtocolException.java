package io.lockstep.follower.peer;

import java.io.IOException;

/** The other end sent bytes that this protocol does not allow. The link is closed. */
final class PeerProtocolException extends IOException {

    PeerProtocolException(String message) {
        super(message);
    }
}
