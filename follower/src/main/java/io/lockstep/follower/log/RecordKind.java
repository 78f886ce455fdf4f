package io.lockstep.follower.log;

import org.jspecify.annotations.Nullable;

/** What a record says. The byte is part of the format. */
enum RecordKind {
    /** The entry of its index. */
    ENTRY(1),
    /** The entry of its index, which the owner of the log wants to find again when the log is opened. */
    MARKED_ENTRY(2),
    /** Entries before its index are gone; the first index is its index. If that is beyond the last, all are gone. */
    KEEP_FROM(3),
    /** Entries after its index are gone. */
    KEEP_TO(4),
    /** All entries are gone; its index is the next. */
    RESTART(5);

    private static final RecordKind[] ALL = values();

    final byte code;

    RecordKind(int code) {
        this.code = (byte) code;
    }

    boolean isEntry() {
        return this == ENTRY || this == MARKED_ENTRY;
    }

    static @Nullable RecordKind of(byte code) {
        return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
    }
}
