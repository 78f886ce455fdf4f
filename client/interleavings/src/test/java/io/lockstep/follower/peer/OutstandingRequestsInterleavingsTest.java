package io.lockstep.follower.peer;

import static io.lockstep.interleavings.Interleaving.join;
import static io.lockstep.interleavings.Interleaving.require;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

class OutstandingRequestsInterleavingsTest {

    private static final int INVOCATIONS = 100;
    private static final int TIMEOUT_MILLIS = 60_000;

    @Test
    void everyRequestHasOneOutcome() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            // Its thread starts with the first task that is due, which is none here.
            ScheduledThreadPoolExecutor timer = new NoTimer();
            OutstandingRequests requests = new OutstandingRequests(timer, 10);
            AtomicInteger outcomes = new AtomicInteger();
            ResponseHandler handler = new ResponseHandler() {
                @Override
                public void responded(int type, byte[] body) {
                    outcomes.incrementAndGet();
                }

                @Override
                public void failed(RequestFailure failure, String explanation) {
                    outcomes.incrementAndGet();
                }
            };
            AtomicInteger accepted = new AtomicInteger();
            Thread caller = new Thread(() -> {
                long number = requests.add(handler, TIMEOUT_MILLIS);
                if (number > 0) {
                    accepted.incrementAndGet();
                }
            });
            Thread reader = new Thread(() -> requests.respond(1, 0, new byte[0]));
            caller.start();
            reader.start();
            requests.close();
            join(caller);
            join(reader);
            require(
                    outcomes.get() == accepted.get(),
                    accepted + " requests were accepted and " + outcomes + " outcomes told");
        });
    }
}
