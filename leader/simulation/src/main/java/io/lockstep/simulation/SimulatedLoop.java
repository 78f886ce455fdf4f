package io.lockstep.simulation;

import java.util.ArrayDeque;

/**
 * The event loop of one run of one server: does what it is handed in that order, a little later; stands still during a
 * stall, and for good once stopped.
 */
public final class SimulatedLoop {

    private static final long TURN_MICROS_MAX = 60;

    private final Scheduler scheduler;
    private final Randomness random;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private Runnable afterTurn = () -> {};
    private long stalledUntilMicros;
    private boolean turnDue;
    private boolean stopped;

    public SimulatedLoop(Scheduler scheduler, Randomness random) {
        this.scheduler = scheduler;
        this.random = random;
    }

    /** Runs the action at the end of each turn that did something. */
    public void afterEachTurn(Runnable action) {
        afterTurn = action;
    }

    /** Whether it is held up now. */
    public boolean stalled() {
        return stalledUntilMicros > scheduler.nowMicros();
    }

    public void post(Runnable task) {
        if (stopped) {
            return;
        }
        tasks.add(task);
        schedule();
    }

    /** Stands still for so long, as a process that is stopped or collects garbage does; tasks queue up. */
    public void stall(long micros) {
        stalledUntilMicros = Math.max(stalledUntilMicros, scheduler.nowMicros() + micros);
    }

    /** Drops what is queued and takes nothing more: the process is gone. */
    public void stop() {
        stopped = true;
        tasks.clear();
    }

    public boolean stopped() {
        return stopped;
    }

    private void schedule() {
        if (!turnDue) {
            turnDue = true;
            scheduler.after(random.between(1, TURN_MICROS_MAX), this::turn);
        }
    }

    private void turn() {
        turnDue = false;
        long stallMicros = stalledUntilMicros - scheduler.nowMicros();
        if (stallMicros > 0) {
            turnDue = true;
            scheduler.after(stallMicros, this::turn);
            return;
        }
        // Only what was there at the beginning: what these tasks post waits for the next turn.
        for (int left = tasks.size(); left > 0 && !stopped; left--) {
            tasks.remove().run();
        }
        if (!stopped) {
            afterTurn.run();
        }
        if (!tasks.isEmpty()) {
            schedule();
        }
    }
}
