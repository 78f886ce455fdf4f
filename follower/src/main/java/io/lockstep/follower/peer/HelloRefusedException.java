package io.lockstep.follower.peer;

import java.io.IOException;

/** Ends a handshake that one of the two ends refused. */
final class HelloRefusedException extends IOException {

    private final transient PeerRefusal refusal;

    HelloRefusedException(PeerRefusal refusal) {
        super(refusal.explanation());
        this.refusal = refusal;
    }

    PeerRefusal refusal() {
        return refusal;
    }
}
