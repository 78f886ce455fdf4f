package io.lockstep.follower.log;

/**
 * The bounds of a log.
 *
 * @param segmentBytes a segment file is followed by a new one before it would grow beyond this; a batch that is larger
 *     gets a segment of its own
 * @param growthBytes by how much a segment file grows at a time, in zeros: an fsync that need not record a new length
 *     takes two thirds of the time
 * @param payloadBytesMax the largest payload of a record
 * @param batchBytesMax the largest batch
 */
public record LogLimits(int segmentBytes, int growthBytes, int payloadBytesMax, int batchBytesMax) {

    /** For a server. */
    public static final LogLimits DEFAULT = new LogLimits(16 << 20, 1 << 20, 4 << 20, 64 << 20);

    public LogLimits {
        if (segmentBytes <= SegmentHeader.BYTES
                || growthBytes < 0
                || payloadBytesMax < 0
                || batchBytesMax < RecordFormat.HEAD_BYTES + (long) payloadBytesMax
                || batchBytesMax > 1 << 30) {
            throw new IllegalArgumentException("Unusable limits: " + segmentBytes + ", " + growthBytes + ", "
                    + payloadBytesMax + ", " + batchBytesMax);
        }
    }
}
