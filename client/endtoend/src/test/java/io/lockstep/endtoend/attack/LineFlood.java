package io.lockstep.endtoend.attack;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Connections to the leader that send the same lines without end, as fast as it takes them. One that the leader has
 * closed is made anew.
 *
 * @param reads whether they read the answers
 */
record LineFlood(int connections, String lines, boolean reads) implements Attack {

    /** Of the connections that are made between two turns. */
    private static final int NEW_MAX = 50;

    @Override
    public void run(Target target, Tally got) throws IOException {
        ByteBuffer bytes = Crowd.bytes(lines);
        long times = lines.isEmpty() ? 0 : Crowd.WITHOUT_END;
        try (Crowd crowd = new Crowd(got)) {
            while (!target.timeIsUp()) {
                for (int i = 0; i < NEW_MAX && crowd.size() < connections; i++) {
                    crowd.add(target.port(), bytes, times, reads);
                }
                crowd.turn();
            }
        }
    }
}
