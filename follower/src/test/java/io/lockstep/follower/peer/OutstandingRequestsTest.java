package io.lockstep.follower.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every request has exactly one outcome, and the earliest deadline comes first. */
@Timeout(60)
class OutstandingRequestsTest {

    private static final int NEVER_MILLIS = 3_600_000;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final OutstandingRequests requests = new OutstandingRequests(timer, 4);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final class Told implements ResponseHandler {
        private final String name;

        Told(String name) {
            this.name = name;
        }

        @Override
        public void responded(int type, byte[] body) {
            told.add(name + " responded");
        }

        @Override
        public void failed(RequestFailure failure, String explanation) {
            told.add(name + " " + failure);
        }
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void eachTimesOutAtItsOwnDeadlineInAnyOrder() throws InterruptedException {
        requests.add(new Told("never"), NEVER_MILLIS);
        requests.add(new Told("late"), 150);
        requests.add(new Told("soon"), 20);
        long answered = requests.add(new Told("answered"), 10);
        requests.respond(answered, 1, new byte[0]);
        requests.respond(answered, 1, new byte[0]);
        assertThat(told.take()).isEqualTo("answered responded");
        assertThat(told.take()).isEqualTo("soon TIMED_OUT");
        assertThat(told.take()).isEqualTo("late TIMED_OUT");
        assertThat(told).isEmpty();
        requests.close();
        assertThat(told.take()).isEqualTo("never LINK_CLOSED");
    }

    @Test
    void aRequestAddedAfterATimeoutTimesOutAsWell() throws InterruptedException {
        requests.add(new Told("first"), 10);
        assertThat(told.take()).isEqualTo("first TIMED_OUT");
        requests.add(new Told("second"), 10);
        assertThat(told.take()).isEqualTo("second TIMED_OUT");
    }

    @Test
    void thoseThatAreAnsweredLeaveNoTimersBehind() {
        for (int i = 0; i < 1_000; i++) {
            requests.respond(requests.add(new Told("quick"), NEVER_MILLIS), 1, new byte[0]);
        }
        assertThat(told).hasSize(1_000);
        assertThat(timer.getQueue()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void noRequestIsTakenBeyondTheBoundOrOnceClosed() {
        for (int i = 0; i < 4; i++) {
            assertThat(requests.add(new Told("any"), NEVER_MILLIS)).isPositive();
        }
        assertThat(requests.add(new Told("one more"), NEVER_MILLIS)).isZero();
        requests.close();
        assertThat(requests.add(new Told("after the end"), NEVER_MILLIS)).isZero();
        timer.shutdown();
        assertThat(new OutstandingRequests(timer, 1).add(new Told("no timer"), NEVER_MILLIS))
                .isZero();
        assertThat(told).hasSize(4).containsOnly("any LINK_CLOSED");
    }
}
