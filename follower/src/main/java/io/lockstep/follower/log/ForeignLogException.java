package io.lockstep.follower.log;

import java.io.IOException;

/** A segment that another server wrote. The message is for the operator. */
public final class ForeignLogException extends IOException {

    ForeignLogException(String file) {
        super(file + " was written by another server, and copied here. Nothing was changed.");
    }
}
