package io.lockstep.program;

/**
 * How many lines of one kind a log may have in a period: enough to read all of them while little happens, and few while
 * strangers do what they can. Counts what it withholds. For one thread.
 */
public final class LineBudget {

    private final int linesMax;
    private final long periodNanos;
    private boolean running;
    private long beganNanos;
    private long asked;

    /** @param linesMax most lines in a period */
    public LineBudget(int linesMax, long periodNanos) {
        this.linesMax = linesMax;
        this.periodNanos = periodNanos;
    }

    /** Whether the line that is due now may be written. Times are as of {@link System#nanoTime}. */
    public boolean take(long nowNanos) {
        if (!running) {
            running = true;
            beganNanos = nowNanos;
        }
        asked++;
        return asked <= linesMax;
    }

    /**
     * Ends the period if its time is over, and says how many lines it withheld; 0 before that. A period begins with its
     * first line.
     */
    public long withheld(long nowNanos) {
        if (!running || nowNanos - beganNanos < periodNanos) {
            return 0;
        }
        long withheld = Math.max(0, asked - linesMax);
        running = false;
        asked = 0;
        return withheld;
    }
}
