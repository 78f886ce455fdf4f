package io.lockstep.follower.log;

import java.io.IOException;

/** Bytes that were once durable are not as they were written. The message is for the operator: where, and what to do. */
public final class DamagedLogException extends IOException {
    private final String file;
    private final long offset;

    DamagedLogException(String file, long offset, String finding) {
        super("The log is damaged: " + file + ", offset " + offset + ": " + finding
                + ". Nothing was changed. Do not delete or edit single files of the log. Either put a backup of the"
                + " data directory in place, or move the data directory away and let this server join its cluster"
                + " again, as a new one.");
        this.file = file;
        this.offset = offset;
    }

    /** The file that is damaged. */
    public String file() {
        return file;
    }

    /** Where in the file the damage was noticed. */
    public long offset() {
        return offset;
    }
}
