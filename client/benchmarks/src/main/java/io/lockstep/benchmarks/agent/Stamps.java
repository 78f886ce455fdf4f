package io.lockstep.benchmarks.agent;

import java.util.Arrays;

/** The times at which threads of this server came to a stage. Any thread. */
public final class Stamps implements StampsMBean {

    /** Far more than are made between two calls of {@link #take}. */
    private static final int NUMBERS_MAX = 1 << 18;

    private static final long[] NUMBERS = new long[NUMBERS_MAX];
    private static int length;

    private final String missing;

    Stamps(String missing) {
        this.missing = missing;
    }

    /** A thread is at this stage now. Called from the methods of the server. */
    public static synchronized void add(int stage) {
        if (length < NUMBERS_MAX) {
            NUMBERS[length++] = stage;
            NUMBERS[length++] = System.nanoTime();
        }
    }

    private static synchronized long[] taken() {
        long[] all = Arrays.copyOf(NUMBERS, length);
        length = 0;
        return all;
    }

    @Override
    public long[] take() {
        return taken();
    }

    @Override
    public String getMissing() {
        return missing;
    }
}
