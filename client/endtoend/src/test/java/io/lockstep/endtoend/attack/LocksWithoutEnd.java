package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.ManyGrants;
import java.io.IOException;

/**
 * One session takes locks without end, where the cluster allows that, and goes on when it is refused.
 *
 * @param drops whether it then closes its connection and so loses all its locks at once, and begins again
 */
record LocksWithoutEnd(boolean drops) implements Attack {

    static final String PREFIX = "without-end/";

    private static final int NAMES_PER_REQUEST = 16;
    private static final int REQUESTS_IN_FLIGHT = 64;

    @Override
    public void run(Target target, Tally got) throws IOException {
        while (!target.timeIsUp()) {
            try (LineClient client = new LineClient(target.port())) {
                if (!drops) {
                    got.countLine(client.ask("HELLO ttl=1h").line());
                }
                take(client, target, got);
            }
            got.count("closed by itself");
        }
    }

    private void take(LineClient client, Target target, Tally got) throws IOException {
        int unanswered = 0;
        boolean full = false;
        for (int number = 0; !target.timeIsUp() && !(full && drops); number += NAMES_PER_REQUEST) {
            client.send(ManyGrants.lock(PREFIX, number, number + NAMES_PER_REQUEST));
            unanswered++;
            if (unanswered == REQUESTS_IN_FLIGHT) {
                String answer = client.answer().line();
                got.countLine(answer);
                full |= answer.startsWith("ERR");
                unanswered--;
            }
        }
    }
}
