package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.ManyGrants;
import java.io.IOException;

/**
 * Takes locks without end, where the cluster allows any number, and goes on with another session when it is refused.
 *
 * @param drops whether a session ends with its connection and so loses all its locks at once
 */
record LocksWithoutEnd(boolean drops) implements Attack {

    static final String PREFIX = "without-end/";

    private static final int NAMES_PER_REQUEST = 16;
    private static final int REQUESTS_IN_FLIGHT = 64;

    @Override
    public void run(Target target, Tally got) throws IOException {
        int number = 0;
        while (!target.timeIsUp()) {
            try (LineClient client = new LineClient(target.port())) {
                if (!drops) {
                    got.countLine(client.ask("HELLO ttl=1h").line());
                }
                number = take(client, target, got, number);
            }
            got.count("closed by itself");
        }
    }

    /** Takes locks from that number on until one is refused; returns the number of the next one. */
    private int take(LineClient client, Target target, Tally got, int from) throws IOException {
        int unanswered = 0;
        int number = from;
        for (boolean full = false; !target.timeIsUp() && !full; number += NAMES_PER_REQUEST) {
            client.send(ManyGrants.lock(PREFIX, number, number + NAMES_PER_REQUEST));
            unanswered++;
            if (unanswered == REQUESTS_IN_FLIGHT) {
                String answer = client.answer().line();
                got.countLine(answer);
                full = answer.startsWith("ERR");
                unanswered--;
            }
        }
        return number;
    }
}
