package io.lockstep.follower.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The place of every entry: the result of applying all records in the order they were written. Any thread; the lock is
 * held for one look-up or for the records of one batch, and never during a wait.
 */
final class LogIndex {

    /** The place of an entry's record. */
    record Place(LogFile file, long segment, int offset, int payloadBytes) {}

    /** Oldest first. */
    private final List<Segment> segments = new ArrayList<>();

    private final NavigableSet<Long> marked = new TreeSet<>();
    private long first = 1;
    private long next = 1;

    synchronized long first() {
        return first;
    }

    synchronized long next() {
        return next;
    }

    synchronized int segments() {
        return segments.size();
    }

    synchronized List<Long> marked() {
        return List.copyOf(marked);
    }

    /** The place of the entry of {@code index}; null if there is none. */
    synchronized @Nullable Place find(long index) {
        if (index < first || index >= next) {
            return null;
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (segment.holds(index)) {
                long place = segment.place(index);
                return new Place(segment.file(), segment.number(), (int) (place >>> Integer.SIZE), (int) place);
            }
        }
        throw new IllegalStateException("No segment holds index " + index + " of " + first + " to " + (next - 1));
    }

    /** Sets the state of the log at the start of the oldest segment. */
    synchronized void startAt(SegmentHeader header) {
        first = header.first();
        next = header.next();
    }

    /** Whether {@code header} can follow the records applied so far. */
    synchronized boolean continuesWith(SegmentHeader header) {
        return header.first() == first && header.next() == next;
    }

    /** Whether every entry from the first index on was found. */
    synchronized boolean isWhole() {
        for (Segment segment : segments) {
            if (segment.hasEntries()) {
                return segment.from() <= first;
            }
        }
        return next == first;
    }

    /** Records applied from now on are in {@code segment}. */
    synchronized void begin(Segment segment) {
        segments.add(segment);
    }

    synchronized @Nullable Segment newest() {
        return segments.isEmpty() ? null : segments.get(segments.size() - 1);
    }

    /**
     * Removes the oldest segment if the log no longer contains any of its entries and it is not the newest.
     *
     * @return the segment, or null
     */
    synchronized @Nullable Segment removeUnused() {
        return segments.size() < 2 || segments.get(0).holdsAnyFrom(first) ? null : segments.remove(0);
    }

    /** Removes all segments. */
    synchronized List<Segment> removeAll() {
        List<Segment> all = List.copyOf(segments);
        segments.clear();
        first = next;
        return all;
    }

    /** Whether a record can follow the records applied so far. */
    synchronized boolean accepts(RecordKind kind, long index) {
        return switch (kind) {
            case ENTRY, MARKED_ENTRY -> index == next;
            case KEEP_FROM -> index > first;
            case KEEP_TO -> index >= first - 1 && index < next;
            case RESTART -> index >= 1;
        };
    }

    /** Applies the record at {@code start} of {@code buffer}; its place is {@code offset} of the newest segment. */
    synchronized void apply(ByteBuffer buffer, int start, int offset) {
        RecordKind kind = RecordFormat.kind(buffer, start);
        long index = RecordFormat.index(buffer, start);
        switch (kind) {
            case ENTRY, MARKED_ENTRY -> {
                segments.get(segments.size() - 1).add(index, offset, RecordFormat.payloadBytes(buffer, start));
                if (kind == RecordKind.MARKED_ENTRY) {
                    marked.add(index);
                }
                next = index + 1;
            }
            case KEEP_FROM -> {
                first = index;
                marked.headSet(index).clear();
                if (index > next) {
                    segments.forEach(Segment::clear);
                    next = index;
                }
            }
            case KEEP_TO -> {
                segments.forEach(segment -> segment.keepTo(index));
                marked.tailSet(index, false).clear();
                next = index + 1;
            }
            case RESTART -> {
                segments.forEach(Segment::clear);
                marked.clear();
                first = index;
                next = index;
            }
        }
    }
}
