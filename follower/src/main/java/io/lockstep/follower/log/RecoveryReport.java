package io.lockstep.follower.log;

/**
 * What was found when a log was opened.
 *
 * @param firstIndex of the log
 * @param lastIndex of the log; {@code firstIndex - 1} if there are no entries
 * @param segments how many segment files there are
 * @param records how many intact records were read, of entries still there and of others
 * @param cutBytes how many bytes of an unfinished batch were cut off the end
 */
public record RecoveryReport(long firstIndex, long lastIndex, int segments, long records, long cutBytes) {

    /** For the start-up message. */
    @Override
    public String toString() {
        long entries = lastIndex - firstIndex + 1;
        String text = entries == 0
                ? "no entries, next index " + firstIndex
                : entries + (entries == 1 ? " entry, " : " entries, ") + firstIndex + " to " + lastIndex;
        return cutBytes == 0 ? text : text + "; an unfinished write at the end was cut off (" + cutBytes + " bytes)";
    }
}
