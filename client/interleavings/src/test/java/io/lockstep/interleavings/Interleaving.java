package io.lockstep.interleavings;

/** What tests of interleavings share. The scheduler controls their threads, so they use nothing that waits by time. */
public final class Interleaving {

    private Interleaving() {}

    /** Waits for the end of a thread. */
    public static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Fails with {@code otherwise} unless the condition holds. */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
