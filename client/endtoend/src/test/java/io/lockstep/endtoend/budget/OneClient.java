package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.cluster.LineClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One client that takes a lock, waits for the answer, takes the next one, and so on. Its locks are all different. */
final class OneClient implements AutoCloseable {

    private final LineClient client;

    /** Connects to a server whose sessions may hold any number of locks. */
    OneClient(int port) throws IOException {
        client = new LineClient(port);
        // The first request opens the session.
        take(1);
        giveBack(1);
    }

    /** The port of its end of the connection. */
    int localPort() {
        return client.localPort();
    }

    /** Takes so many locks. */
    void take(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ask("LOCK budget/" + i);
        }
    }

    /** When the line of a lock was sent, and when its answer was there, as {@link System#nanoTime}. */
    record Timed(long sentNanos, long answeredNanos) {}

    /** Takes so many locks, and notes when. */
    List<Timed> takeTimed(int count) throws IOException {
        List<Timed> timed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long sentNanos = System.nanoTime();
            ask("LOCK budget/" + i);
            timed.add(new Timed(sentNanos, System.nanoTime()));
        }
        return timed;
    }

    /** Takes so many locks, and rests after each. */
    void takeSlowly(int count, long pauseMillis) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            ask("LOCK budget/" + i);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
        }
    }

    /** Gives back so many locks. */
    void giveBack(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ask("RELEASE budget/" + i);
        }
    }

    private void ask(String line) throws IOException {
        LineClient.Answer answer = client.ask(line);
        if (!answer.ok()) {
            throw new IOException(line + " is answered with: " + answer.line());
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
