package io.lockstep.follower.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimersTest {

    private long nowNanos;
    private final Timers timers = new Timers(new NodeClock() {
        @Override
        public long nanoTime() {
            return nowNanos;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    });
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasksRunOnceInTheOrderOfTheirTimes() {
        timers.after(20, () -> ran.add("late"));
        timers.after(10, () -> ran.add("early"));
        timers.after(10, () -> ran.add("early, set later"));
        tickAt(9);
        assertThat(ran).isEmpty();
        tickAt(20);
        tickAt(30);
        assertThat(ran).containsExactly("early", "early, set later", "late");
    }

    @Test
    void aTaskThatIsEndedIsNeitherRunNorKept() {
        WeakReference<Object> kept = ended();
        timers.after(10, () -> ran.add("another"));
        System.gc();
        assertThat(kept.get()).isNull();
        tickAt(10);
        assertThat(ran).containsExactly("another");
    }

    private WeakReference<Object> ended() {
        Object held = new Object();
        timers.after(10, () -> ran.add(held.toString())).run();
        return new WeakReference<>(held);
    }

    @Test
    void aTaskMayEndAnotherAndItself() {
        Runnable endLate = timers.after(20, () -> ran.add("late"));
        Runnable[] endEarly = new Runnable[1];
        endEarly[0] = timers.after(10, () -> {
            ran.add("early");
            endLate.run();
            endEarly[0].run();
        });
        tickAt(20);
        assertThat(ran).containsExactly("early");
    }

    @Test
    void veryManyTasksThatAreDueAreSpreadOverTurns() {
        int count = 3 * Timers.TASKS_PER_TURN - 1;
        for (int i = 0; i < count; i++) {
            timers.after(10, () -> ran.add("task"));
        }
        timers.after(11, () -> ran.add("not due"));
        tickAt(10);
        assertThat(ran).hasSize(Timers.TASKS_PER_TURN);
        assertThat(timers.advance()).isTrue();
        assertThat(ran).hasSize(2 * Timers.TASKS_PER_TURN);
        assertThat(timers.advance()).isFalse();
        assertThat(ran).hasSize(count).doesNotContain("not due");
    }

    private void tickAt(long nanos) {
        nowNanos = nanos;
        timers.tick();
    }
}
