package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Very many connections whose lines take long keep nobody else waiting. */
@Timeout(60)
class ReadingOrderTest extends LoopScenario {

    private static final int SLOW_CLIENTS = 60;

    /** The loop spins for a millisecond with each line. The share ends within the last one. */
    private static final int SPINS_IN_SHARE = (int) (ReadingOrder.SHARE_NANOS / 1_000_000) + 1;

    private final List<Client> slow = new ArrayList<>();

    @Test
    void linesThatTakeLongShareAPartOfATurn() throws Exception {
        sendSlowLinesAtOnce(() -> {});

        assertThat(runInLoop(() -> owner.spins)).isEqualTo(SLOW_CLIENTS);
        assertThat(runInLoop(() -> owner.spinsInTurnMax)).isLessThanOrEqualTo(SPINS_IN_SHARE);
    }

    @Test
    void aClientWhoseLinesTakeLittleIsServedBeforeAllOfThem() throws Exception {
        Client quick = new Client();
        do {
            quick.send("a\n");
            assertThat(quick.read()).isEqualTo("= a");
        } while (!runInLoop(() -> owner.open.get(0).readsCheaply));

        sendSlowLinesAtOnce(() -> quick.send("!spins\n"));

        // Its line may reach this machine's end of the connection during the first share of the slow ones.
        assertThat(Integer.parseInt(quick.read().replace("= spins ", ""))).isLessThanOrEqualTo(SPINS_IN_SHARE);
    }

    private interface Sending {
        void send() throws IOException;
    }

    /** The loop finds all lines in one turn. Returns once the slow ones are answered. */
    private void sendSlowLinesAtOnce(Sending last) throws Exception {
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            slow.add(new Client());
        }
        CountDownLatch sent = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                sent.await();
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        });
        for (Client client : slow) {
            client.send("!spin\n");
        }
        last.send();
        sent.countDown();
        for (Client client : slow) {
            assertThat(client.read()).isEqualTo("= spun");
        }
    }
}
