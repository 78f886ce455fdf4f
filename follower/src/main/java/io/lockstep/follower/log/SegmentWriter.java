package io.lockstep.follower.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes batches to the end of the newest segment, and creates and deletes segments. Single-threaded. */
final class SegmentWriter {
    private final LogDirectory directory;
    private final LogLimits limits;
    private final LogIndex index;
    private final LogOwner owner;
    private final ByteBuffer zeros;

    /** Offset of the next batch in the newest segment. */
    private int end;

    /** Length of the newest segment's file, which has zeros behind {@link #end}. */
    private int fileBytes;

    private @Nullable IOException failure;
    private boolean closed;

    SegmentWriter(LogDirectory directory, LogLimits limits, LogOwner owner, LogIndex index, int end) {
        this.directory = directory;
        this.limits = limits;
        this.index = index;
        this.owner = owner;
        this.end = end;
        this.fileBytes = end;
        this.zeros = ByteBuffer.allocateDirect(Math.max(1, limits.growthBytes()));
    }

    /** Makes {@code batch} durable, then visible to readers. */
    void write(LogBatch batch) throws LogFailedException {
        batch.requireAccepted(index);
        attempt(() -> {
            Segment newest = index.newest();
            if (newest == null || (long) end + batch.bytes() > limits.segmentBytes()) {
                begin(newest == null ? 1 : newest.number() + 1, batch);
            } else {
                put(newest.file(), batch.seal(newest.number(), end), end);
                publish(batch, end);
            }
        });
    }

    private void begin(long number, LogBatch batch) throws IOException {
        SegmentHeader header = new SegmentHeader(number, end, index.first(), index.next(), owner.id());
        LogFile file = directory.create(Segment.name(number));
        fileBytes = 0;
        put(file, batch.seal(header), 0);
        directory.force();
        owner.begun(number);
        index.begin(new Segment(number, file));
        publish(batch, SegmentHeader.BYTES);
    }

    private void put(LogFile file, ByteBuffer bytes, int offset) throws IOException {
        int bytesEnd = offset + bytes.remaining();
        if (bytesEnd >= fileBytes) {
            // The zeros come first, and at least one stays behind the last batch: a file that ends without was
            // shortened.
            int growth = Math.max(1, Math.min(limits.growthBytes(), limits.segmentBytes() - bytesEnd));
            file.write(zeros.clear().limit(growth), bytesEnd);
            fileBytes = bytesEnd + growth;
        }
        file.write(bytes, offset);
        file.force();
    }

    private void publish(LogBatch batch, int offset) {
        batch.publish(index, offset);
        end = offset + batch.bytes();
    }

    /**
     * Deletes the oldest segments that are no longer needed, one at a time and each durably. A crash then leaves no gap
     * between segments, so a gap is always damage.
     */
    void deleteUnused() throws LogFailedException {
        attempt(() -> {
            for (Segment unused = index.removeUnused(); unused != null; unused = index.removeUnused()) {
                directory.delete(Segment.name(unused.number()));
                directory.force();
                unused.file().close();
            }
        });
    }

    /** Tells the owner that the entries after {@code last} are about to be dropped. */
    void dropping(long last) throws LogFailedException {
        attempt(() -> owner.dropping(last));
    }

    private interface Attempt {
        void run() throws IOException;
    }

    /**
     * Runs {@code attempt}. After any failure in it, including an error of the virtual machine, this writer accepts
     * nothing more.
     */
    private void attempt(Attempt attempt) throws LogFailedException {
        if (failure != null) {
            throw new LogFailedException("The log accepts nothing more since a write failed", failure);
        }
        if (closed) {
            throw new IllegalStateException("The log is closed");
        }
        failure = new IOException("the write was not completed");
        try {
            attempt.run();
            failure = null;
        } catch (IOException e) {
            failure = e;
            throw new LogFailedException("Writing to the log failed", e);
        }
    }

    void close() {
        closed = true;
    }
}
