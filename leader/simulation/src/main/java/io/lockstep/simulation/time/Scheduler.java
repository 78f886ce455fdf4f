package io.lockstep.simulation.time;

import java.util.PriorityQueue;

/**
 * Simulated time and the actions scheduled in it. Actions due at the same moment run in an order drawn from the seed.
 */
public final class Scheduler {

    private record Event(long atMicros, long tieBreak, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMicros, other.atMicros);
            if (byTime != 0) {
                return byTime;
            }
            int byLot = Long.compare(tieBreak, other.tieBreak);
            return byLot != 0 ? byLot : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Randomness random;
    private long nowMicros;
    private long scheduled;

    /** Makes a scheduler at time 0; {@code random} orders what is due at one moment. */
    public Scheduler(Randomness random) {
        this.random = random;
    }

    /** Returns the microseconds since the simulation began. */
    public long nowMicros() {
        return nowMicros;
    }

    /** Runs the action once, this many microseconds from now. */
    public void after(long delayMicros, Runnable action) {
        events.add(new Event(nowMicros + delayMicros, random.anyLong(), scheduled++, action));
    }

    /** Repeats the action for as long as the simulation runs. */
    public void every(long periodMicros, Runnable action) {
        after(periodMicros, () -> {
            action.run();
            every(periodMicros, action);
        });
    }

    /** Runs the next action, if there is one, and returns whether there was. An exception from it ends the run. */
    public boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        nowMicros = next.atMicros;
        next.action.run();
        return true;
    }

    /** Runs all actions due by then, in order. */
    public void runUntil(long untilMicros) {
        while (!events.isEmpty() && events.peek().atMicros <= untilMicros) {
            step();
        }
        nowMicros = Math.max(nowMicros, untilMicros);
    }
}
