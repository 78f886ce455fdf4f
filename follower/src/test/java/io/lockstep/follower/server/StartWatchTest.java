package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartWatchTest {

    @Test
    void aStepThatHangsIsEnded() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        StartWatch watch = StartWatch.over("reading", 1, hangs::countDown);
        try (watch) {
            assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStepThatEndsIsLeftAlone() throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        StartWatch.over("reading", 5, hangs::countDown).close();
        assertThat(hangs.await(400, TimeUnit.MILLISECONDS)).isFalse();
    }
}
