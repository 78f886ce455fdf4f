package io.lockstep.follower.trust;

/**
 * The place of an entry in the log, compared as elections compare logs: first by the entry's term, then by its index.
 *
 * @param term of the entry; 0 for the end of an empty log
 * @param index of the entry; 0 for the end of an empty log
 */
public record LogPosition(long term, long index) implements Comparable<LogPosition> {

    /** The end of an empty log. */
    public static final LogPosition NONE = new LogPosition(0, 0);

    @Override
    public int compareTo(LogPosition other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(index, other.index);
    }

    /** The later one of the two. */
    public LogPosition max(LogPosition other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** {@code term/index}. */
    @Override
    public String toString() {
        return term + "/" + index;
    }

    /** Reads what {@link #toString} gives. */
    public static LogPosition parse(String text) {
        int slash = text.indexOf('/');
        return new LogPosition(Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }
}
