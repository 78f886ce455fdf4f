package io.lockstep.endtoend.attack;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Opens one session after the other that lives for an hour, and closes its connection. */
record HelloFlood(int connections) implements Attack {

    @Override
    public void run(Target target, Tally got) throws IOException {
        ByteBuffer hello = Crowd.bytes("HELLO ttl=1h client=flood\n");
        try (Crowd crowd = new Crowd(got)) {
            while (!target.timeIsUp()) {
                while (crowd.size() < connections) {
                    crowd.add(target.port(), hello, 1, true);
                }
                crowd.turn();
                crowd.resetThoseWith(1);
            }
        }
    }
}
