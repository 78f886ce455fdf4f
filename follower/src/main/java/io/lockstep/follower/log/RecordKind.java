package io.lockstep.follower.log;

import org.jspecify.annotations.Nullable;

/** The kind of a record. The byte is part of the format. */
enum RecordKind {
    /** The entry of its index. */
    ENTRY(1),
    /** The entry of its index, which {@link SegmentedLog#markedIndexes} lists. */
    MARKED_ENTRY(2),
    /**
     * Drops the entries before its index, which becomes the first index. If it is after the last index, drops all
     * entries.
     */
    KEEP_FROM(3),
    /** Drops the entries after its index. */
    KEEP_TO(4),
    /** Drops all entries; its index is the next one. */
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
