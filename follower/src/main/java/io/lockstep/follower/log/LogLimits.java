package io.lockstep.follower.log;

/**
 * The bounds of a log.
 *
 * @param segmentBytes bound of a segment file; a larger batch gets a segment of its own
 * @param growthBytes a segment file grows by this many zeros at a time: an fsync that does not have to record a new
 *     length takes two thirds of the time
 * @param payloadBytesMax the largest payload of a record
 * @param batchBytesMax the largest batch
 */
public record LogLimits(int segmentBytes, int growthBytes, int payloadBytesMax, int batchBytesMax) {

    /** The limits of a server. */
    public static final LogLimits DEFAULT = new LogLimits(16 << 20, 1 << 20, 4 << 20, 64 << 20);

    /**
     * Checks that the limits can be used together.
     *
     * @throws IllegalArgumentException if they cannot
     */
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
