package io.lockstep.follower.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small logs and their entries. */
final class TestLogs {
    static final LogLimits SMALL = new LogLimits(6_000, 300, 1_000, 20_000);

    private TestLogs() {}

    /** Opens a log of {@link TestOwner} 1, which was never told of a segment. */
    static SegmentedLog open(LogDirectory directory) throws IOException {
        return SegmentedLog.open(directory, SMALL, new TestOwner());
    }

    /** A payload that contains its index and, as {@code version}, which of several entries of that index it is. */
    static byte[] payload(long index, int version) {
        Random random = new Random(index * 31 + version);
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    static LogBatch batch(long from, List<byte[]> payloads) {
        LogBatch batch = new LogBatch(SMALL);
        for (int i = 0; i < payloads.size(); i++) {
            byte[] payload = payloads.get(i);
            batch.add(from + i, (from + i) % 10 == 0, payload.length).put(payload);
        }
        return batch;
    }

    /** Appends entries {@code from} to {@code to}. */
    static void append(SegmentedLog log, long from, long to) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        for (long index = from; index <= to; index++) {
            payloads.add(payload(index, 0));
        }
        log.append(batch(from, payloads));
    }

    static byte[] read(SegmentedLog log, long index) throws IOException {
        ByteBuffer payload = log.read(index);
        if (payload == null) {
            return null;
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    /** All entries, read one at a time. */
    static List<byte[]> entries(SegmentedLog log) throws IOException {
        List<byte[]> entries = new ArrayList<>();
        for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
            entries.add(read(log, index));
        }
        return entries;
    }
}
