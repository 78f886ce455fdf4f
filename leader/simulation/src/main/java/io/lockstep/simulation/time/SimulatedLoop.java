package io.lockstep.simulation.time;

import java.util.ArrayDeque;

/**
 * The event loop of one run of one server. It runs tasks in order, each a little later; it pauses during a stall and
 * ends with {@link #stop}.
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

    /** Makes a loop whose turns the scheduler runs. */
    public SimulatedLoop(Scheduler scheduler, Randomness random) {
        this.scheduler = scheduler;
        this.random = random;
    }

    /** Runs the action at the end of each turn that ran a task. */
    public void afterEachTurn(Runnable action) {
        afterTurn = action;
    }

    /** Returns whether the loop is stalled now. */
    public boolean stalled() {
        return stalledUntilMicros > scheduler.nowMicros();
    }

    /** Queues a task for a later turn. */
    public void post(Runnable task) {
        if (stopped) {
            return;
        }
        tasks.add(task);
        schedule();
    }

    /** Stalls the loop, as a stopped process or a garbage collection does. Tasks queue up. */
    public void stall(long micros) {
        stalledUntilMicros = Math.max(stalledUntilMicros, scheduler.nowMicros() + micros);
    }

    /** Drops all queued tasks and accepts no more: the process is gone. */
    public void stop() {
        stopped = true;
        tasks.clear();
    }

    /** Returns whether {@link #stop} was called. */
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
        // Only the tasks present at the beginning: those that they post wait for the next turn.
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
