package io.lockstep.endtoend.fuzz;

import io.lockstep.endtoend.cluster.LineClient;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client like any other: takes a lock and releases it, again and again, and notes how long it had to wait. */
final class Neighbour implements Runnable {

    private final LineClient client;
    private final String name;
    private volatile boolean over;
    private final AtomicLong cycles = new AtomicLong();
    private volatile long longestNanos;
    private volatile String trouble = "";

    /** @param name of a lock that no stranger asks for */
    Neighbour(LineClient client, String name) {
        this.client = client;
        this.name = name;
    }

    @Override
    public void run() {
        try (client) {
            client.ask("HELLO 1 ttl=10s client=neighbour");
            while (!over) {
                long beganNanos = System.nanoTime();
                require(client.ask("LOCK " + name).line(), "OK LOCK");
                require(client.ask("RELEASE " + name).line(), "OK RELEASE");
                longestNanos = Math.max(longestNanos, System.nanoTime() - beganNanos);
                cycles.incrementAndGet();
            }
        } catch (IOException | IllegalStateException e) {
            trouble = String.valueOf(e.getMessage());
        }
    }

    private static void require(String answer, String begin) {
        if (!answer.startsWith(begin)) {
            throw new IllegalStateException("the neighbour was answered: " + answer);
        }
    }

    void end() {
        over = true;
    }

    long cycles() {
        return cycles.get();
    }

    /** The longest time from LOCK to the answer of RELEASE. */
    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos);
    }

    /** What went wrong; empty if nothing did. */
    String trouble() {
        return trouble;
    }
}
