package io.lockstep.endtoend.torture;

/** A fault of a cluster or its clients. It begins and ends once; both are called by one thread. */
interface Fault {

    /** Causes the fault. */
    void begin() throws InterruptedException;

    /**
     * Takes it away. Servers that are not running afterwards are started again by the run, after the end of all faults.
     */
    void end() throws InterruptedException;

    /** A step of a fault. */
    interface Step {
        void run() throws InterruptedException;
    }

    /** A fault of two steps. */
    static Fault of(Step begin, Step end) {
        return new Fault() {
            @Override
            public void begin() throws InterruptedException {
                begin.run();
            }

            @Override
            public void end() throws InterruptedException {
                end.run();
            }
        };
    }

    /** A fault that leaves servers dead. */
    static Fault of(Step begin) {
        return of(begin, () -> {});
    }
}
