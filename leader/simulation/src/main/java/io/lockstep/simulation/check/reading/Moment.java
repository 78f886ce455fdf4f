package io.lockstep.simulation.check.reading;

/**
 * A moment in the history of the log: after one command of one entry.
 *
 * @param place the number of commands from the beginning of the log
 */
public record Moment(long place, long index, long micros) {

    /** The moment before the first command. */
    public static final Moment BEGINNING = new Moment(0, 0, 0);

    public static final Moment NEVER = new Moment(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    @Override
    public String toString() {
        return this.equals(NEVER) ? "never" : "index " + index + " at " + micros;
    }
}
