package io.lockstep.follower.log;

/**
 * The result of opening a log.
 *
 * @param firstIndex of the log
 * @param lastIndex of the log; {@code firstIndex - 1} if it has no entries
 * @param segments the number of segment files
 * @param records the number of intact records read, including those of dropped entries
 * @param cutBytes the length of an incomplete batch that was cut off the end
 * @param mayLack whether what was cut off, or is missing at the end, may have been acknowledged
 */
public record RecoveryReport(
        long firstIndex, long lastIndex, int segments, long records, long cutBytes, boolean mayLack) {

    /** The text of the start-up message. */
    @Override
    public String toString() {
        long entries = lastIndex - firstIndex + 1;
        String text = entries == 0
                ? "no entries, next index " + firstIndex
                : entries + (entries == 1 ? " entry, " : " entries, ") + firstIndex + " to " + lastIndex;
        if (cutBytes != 0) {
            return text + "; an unfinished write at the end was cut off (" + cutBytes + " bytes)";
        }
        return mayLack ? text + "; the newest file was shortened" : text;
    }
}
