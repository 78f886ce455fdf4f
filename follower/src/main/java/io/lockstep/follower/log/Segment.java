package io.lockstep.follower.log;

import java.util.Arrays;

/** A segment file and the places of its entries. Guarded by its {@link LogIndex}. */
final class Segment {
    private static final String NAME_PREFIX = "segment-";
    private static final String NAME_SUFFIX = ".log";

    private final long number;
    private final LogFile file;

    /** Index of the first entry; meaningless without entries. */
    private long from;

    private int count;

    /**
     * For each index from {@link #from} on: the offset in the upper half, the length of the payload in the lower half.
     */
    private long[] places = new long[64];

    Segment(long number, LogFile file) {
        this.number = number;
        this.file = file;
    }

    /** The file name of segment {@code number}. */
    static String name(long number) {
        return NAME_PREFIX + String.format("%010d", number) + NAME_SUFFIX;
    }

    /** The number of the segment in file {@code name}; 0 if the name is not a segment's. */
    static long number(String name) {
        int end = name.length() - NAME_SUFFIX.length();
        if (end <= NAME_PREFIX.length() || end > NAME_PREFIX.length() + 18) {
            return 0;
        }
        for (int i = NAME_PREFIX.length(); i < end; i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return 0;
            }
        }
        long number = Long.parseLong(name, NAME_PREFIX.length(), end, 10);
        return name.equals(name(number)) ? number : 0;
    }

    long number() {
        return number;
    }

    LogFile file() {
        return file;
    }

    boolean hasEntries() {
        return count > 0;
    }

    long from() {
        return from;
    }

    boolean holds(long index) {
        return index >= from && index < from + count;
    }

    boolean holdsAnyFrom(long index) {
        return count > 0 && from + count > index;
    }

    long place(long index) {
        return places[(int) (index - from)];
    }

    void add(long index, int offset, int payloadBytes) {
        if (count == 0) {
            from = index;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = (long) offset << Integer.SIZE | payloadBytes;
    }

    void keepTo(long index) {
        count = (int) Math.max(0, Math.min(count, index - from + 1));
    }

    void clear() {
        count = 0;
    }
}
