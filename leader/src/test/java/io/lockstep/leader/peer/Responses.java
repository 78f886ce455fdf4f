package io.lockstep.leader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Remembers what became of requests. */
final class Responses implements ResponseHandler {

    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    @Override
    public void responded(int type, byte[] body) {
        outcomes.add(type + ":" + new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void failed(RequestFailure failure, String explanation) {
        outcomes.add(failure.name());
    }

    String next() throws InterruptedException {
        String outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).as("an outcome").isNotNull();
        return outcome;
    }

    boolean none() {
        return outcomes.isEmpty();
    }
}
