package io.lockstep.client.process;

/** Work to be done even if a signal ends this process before this is closed. */
public final class AtExit implements AutoCloseable {

    private final Thread hook;

    private AtExit(Thread hook) {
        this.hook = hook;
    }

    /** Registers work until closed. It runs on a thread of its own and must take at most a second. */
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
            // The process is already ending, so the work is under way.
            return;
        }
    }
}
