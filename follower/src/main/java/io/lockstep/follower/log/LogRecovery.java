package io.lockstep.follower.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens the files of an earlier run. It inspects everything first, and changes nothing unless all is well; {@code
 * docs/LOG.md} has the rules.
 */
final class LogRecovery {
    private final LogDirectory directory;
    private final LogOwner owner;
    private final LogIndex index = new LogIndex();
    private long records;
    private long cutBytes;

    /** The start of the last complete batch of the newest segment, and its end. */
    private int lastBatch;

    private int end;

    /** Whether only zeros follow {@link #end} in the newest segment inspected so far. */
    private boolean tailIsClean = true;

    private @Nullable String unbegunName;

    /** Whether the newest segment ends without the zeros that every write leaves behind it. */
    private boolean shortened;

    private LogRecovery(LogDirectory directory, LogOwner owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /**
     * @throws DamagedLogException if the log cannot be trusted
     * @throws IOException if files cannot be read or written
     */
    static LogRecovery run(LogDirectory directory, LogOwner owner) throws IOException {
        LogRecovery recovery = new LogRecovery(directory, owner);
        boolean complete = false;
        try {
            recovery.inspect();
            if (recovery.report().mayLack()) {
                owner.cutting(recovery.report());
            }
            recovery.repair();
            complete = true;
            return recovery;
        } finally {
            if (!complete) {
                for (Segment segment : recovery.index.removeAll()) {
                    segment.file().close();
                }
            }
        }
    }

    LogIndex index() {
        return index;
    }

    /** Offset of the next batch in the newest segment. */
    int end() {
        return end;
    }

    RecoveryReport report() {
        Segment newest = index.newest();
        // Nothing in a segment was acknowledged before its owner was told that it was begun.
        boolean told = unbegunName == null && newest != null && newest.number() <= owner.segmentsBegun();
        boolean mayLack = told && (cutBytes > 0 || shortened);
        return new RecoveryReport(index.first(), index.next() - 1, index.segments(), records, cutBytes, mayLack);
    }

    private void inspect() throws IOException {
        List<Long> numbers = directory.names().stream()
                .map(Segment::number)
                .filter(number -> number > 0)
                .sorted()
                .toList();
        long begun = owner.segmentsBegun();
        if (begun > 0 && numbers.isEmpty()) {
            throw damage(begun, 0, "the file is missing, and so is the whole log");
        }
        for (int i = 0; i < numbers.size(); i++) {
            long number = numbers.get(i);
            if (i > 0 && number != numbers.get(i - 1) + 1) {
                throw damage(numbers.get(i - 1) + 1, 0, "the file is missing");
            }
            inspect(number, i == numbers.size() - 1);
        }
        if (begun > 0 && numbers.get(numbers.size() - 1) < begun) {
            throw damage(numbers.get(numbers.size() - 1) + 1, 0, "the file is missing");
        }
        if (!index.isWhole()) {
            throw damage(numbers.get(0) - 1, 0, "the file is missing, and entries of the log were in it");
        }
    }

    private void inspect(long number, boolean newest) throws IOException {
        Segment segment = new Segment(number, directory.open(Segment.name(number)));
        boolean taken = false;
        try {
            SegmentScanner scanner = new SegmentScanner(segment.file(), number);
            SegmentHeader header = scanner.header();
            if (header == null && scanner.isOfOtherVersion()) {
                throw new IOException(directory.describe(Segment.name(number))
                        + " was written by another version of this program, in a format this one cannot read");
            }
            if (header != null && header.owner() != owner.id()) {
                throw new ForeignLogException(directory.describe(Segment.name(number)));
            }
            if (header == null || scanner.batchEnd(SegmentHeader.BYTES) < 0) {
                inspectUnbegun(number, newest, scanner);
                return;
            }
            follow(header);
            index.begin(segment);
            taken = true;
            replay(number, scanner);
            inspectTail(number, newest, scanner);
        } finally {
            if (!taken) {
                segment.file().close();
            }
        }
    }

    /**
     * A crash during the creation of a segment leaves a file without a complete first batch. This can only be the
     * newest file.
     */
    private void inspectUnbegun(long number, boolean newest, SegmentScanner scanner) throws IOException {
        if (!newest || scanner.findOtherBatch(SegmentHeader.BYTES) >= 0) {
            throw damage(number, 0, "the beginning of the file is bad, and more was written later");
        }
        if (number <= owner.segmentsBegun()) {
            throw damage(number, 0, "the beginning of the file is bad, and it was complete once");
        }
        if (index.segments() == 0 && number > 1) {
            throw damage(number, 0, "the only batch in the file is bad, and older files are gone");
        }
        if (!tailIsClean) {
            throw damage(number - 1, end, "a bad record, although a later file was begun");
        }
        unbegunName = Segment.name(number);
        cutBytes = scanner.usedBytes(0);
    }

    private void follow(SegmentHeader header) throws DamagedLogException {
        if (index.segments() == 0) {
            index.startAt(header);
        } else if (end < header.previousEnd()) {
            throw damage(header.number() - 1, end, "a bad record, with good ones in a later file");
        } else if (end > header.previousEnd() || !index.continuesWith(header)) {
            throw damage(header.number(), 0, "the file does not continue the one before it");
        }
    }

    private void replay(long number, SegmentScanner scanner) throws IOException {
        end = SegmentHeader.BYTES;
        for (int next = scanner.batchEnd(end); next >= 0; next = scanner.batchEnd(end)) {
            lastBatch = end;
            while (end < next) {
                int start = scanner.load(end, RecordFormat.HEAD_BYTES);
                ByteBuffer window = scanner.window();
                RecordKind kind = RecordFormat.kind(window, start);
                if (!index.accepts(kind, RecordFormat.index(window, start))) {
                    throw damage(number, end, "a record that does not continue the one before it");
                }
                index.apply(window, start, end);
                records++;
                end += RecordFormat.HEAD_BYTES + RecordFormat.payloadBytes(window, start);
            }
        }
    }

    private void inspectTail(long number, boolean newest, SegmentScanner scanner) throws IOException {
        long usedBytes = scanner.usedBytes(end);
        tailIsClean = usedBytes == 0;
        if (newest) {
            if (!tailIsClean && scanner.findOtherBatch(end) >= 0) {
                throw damage(number, end, "a bad record, with good ones of a later batch behind it");
            }
            cutBytes = usedBytes;
            shortened = scanner.size() == end;
        }
    }

    /**
     * Cuts off the incomplete batch. Writes the last complete batch once more: it may never have been forced, and if an
     * earlier fsync of it failed, repeating the fsync alone could succeed without effect.
     */
    private void repair() throws IOException {
        if (unbegunName != null) {
            directory.delete(unbegunName);
        }
        Segment newest = index.newest();
        if (newest != null) {
            LogFile file = newest.file();
            if (file.size() > end + 1) {
                file.truncate(end + 1);
            }
            int begin = lastBatch == SegmentHeader.BYTES ? 0 : lastBatch;
            ByteBuffer bytes = ByteBuffer.allocate(end - begin + 1).limit(end - begin);
            file.read(bytes, begin);
            // One zero more: a file that ends without is recognised as shortened.
            file.write(bytes.limit(end - begin + 1).position(0), begin);
            file.force();
        }
        directory.force();
    }

    private DamagedLogException damage(long number, long offset, String finding) {
        return new DamagedLogException(directory.describe(Segment.name(number)), offset, finding);
    }
}
