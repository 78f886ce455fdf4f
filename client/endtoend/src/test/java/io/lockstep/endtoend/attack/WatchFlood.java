package io.lockstep.endtoend.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Many connections watch all locks, as often as they may, read for a while, and close all at once; again and again. */
record WatchFlood(int connections, int watchesEach) implements Attack {

    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(4);

    @Override
    public void run(Target target, Tally got) throws IOException {
        ByteBuffer watches = Crowd.bytes("WATCH\n".repeat(watchesEach));
        try (Crowd crowd = new Crowd(got)) {
            while (!target.timeIsUp()) {
                while (crowd.size() < connections && !target.timeIsUp()) {
                    crowd.add(target.port(), watches, 1, true);
                    if (crowd.size() % 50 == 0) {
                        crowd.turn();
                    }
                }
                long beganNanos = System.nanoTime();
                while (!target.timeIsUp() && System.nanoTime() - beganNanos < ROUND_NANOS) {
                    crowd.turn();
                }
                crowd.leave();
                got.count("round");
            }
        }
    }
}
