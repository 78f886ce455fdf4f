package io.lockstep.follower.log;

import java.io.IOException;

/** Bytes that were durable have changed. The message is for the operator: the place, and what to do. */
public final class DamagedLogException extends IOException {
    private final String file;
    private final long offset;

    DamagedLogException(String file, long offset, String finding) {
        super("The log is damaged: " + file + ", offset " + offset + ": " + finding
                + ". Nothing was changed. Do not delete or edit single files of the log, and never put an older copy of"
                + " a data directory back. Move the data directory away and let this server join its cluster as a new"
                + " one (follower.jar --leader, then admin replace-server).");
        this.file = file;
        this.offset = offset;
    }

    /** The damaged file. */
    public String file() {
        return file;
    }

    /** The offset in the file at which the damage was found. */
    public long offset() {
        return offset;
    }
}
