package io.lockstep.client.process;

/** Something to be done also if this process is told to end, by a signal, before it is closed. */
public final class AtExit implements AutoCloseable {

    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** From now on, until closed. The work may take a second, no more, and runs on a thread of its own. */
    public static AtExit run(Runnable work) {
        Thread hook = new Thread(work, "lockstep-at-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        return new AtExit(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, so it is being done.
            return;
        }
    }
}
