package io.lockstep.client.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** Each client sends its next request as soon as it has an answer. A server that stalls is asked less meanwhile. */
final class ClosedLoop implements Pacing {

    private boolean stopped;

    @Override
    public void idle(BenchClient client, long nowNanos) {
        if (!stopped) {
            client.ask(nowNanos);
        }
    }

    @Override
    public void turn(Selector selector, Consumer<SelectionKey> ready, long millisMax) throws IOException {
        selector.select(ready, millisMax);
    }

    @Override
    public void forget(long nowNanos) {
        // Nothing is due but what has been sent.
    }

    @Override
    public void stop(long nowNanos) {
        stopped = true;
    }

    @Override
    public long unsent() {
        return 0;
    }
}
