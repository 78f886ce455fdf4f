package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client like any other: takes a lock and releases it, again and again, and notes how long that takes. It goes on
 * after a refusal, and connects again when its connection has ended.
 */
public final class Neighbour implements Runnable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final int port;
    private final String name;
    private final String alsoServed;
    private volatile boolean over;
    private volatile ServiceTimes times = new ServiceTimes(System.nanoTime());
    private volatile String trouble = "";

    /** @param name the beginning of the names of locks that nobody else asks for */
    public Neighbour(int port, String name) {
        this(port, name, "OK");
    }

    /** @param alsoServed how a refusal of LOCK begins that is as good as a grant, as where the servers are full */
    public Neighbour(int port, String name, String alsoServed) {
        this.port = port;
        this.name = name;
        this.alsoServed = alsoServed;
    }

    @Override
    public void run() {
        // Each connection has a lock of its own: the last one may have left its lock behind.
        for (int connections = 0; !over; connections++) {
            try (LineClient client = new LineClient(port)) {
                client.ask("HELLO 1 ttl=10s client=neighbour");
                while (!over) {
                    cycle(client, name + "-" + connections);
                }
                client.ask("QUIT");
            } catch (IOException e) {
                trouble = String.valueOf(e.getMessage());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void cycle(LineClient client, String lock) throws IOException {
        long beganNanos = System.nanoTime();
        String answer = client.ask("LOCK " + lock).line();
        if (answer.startsWith("OK")) {
            answer = client.ask("RELEASE " + lock).line();
        }
        if (answer.startsWith("OK") || answer.startsWith(alsoServed)) {
            times.served(beganNanos);
        } else {
            trouble = "a neighbour was answered: " + answer;
            // It may have the lock nevertheless, if the outcome is unknown.
            client.ask("RELEASE " + lock);
        }
    }

    /** Ends the work after the present request. */
    public void end() {
        over = true;
    }

    /** The times since this was called before; from now on they are noted anew. */
    public ServiceTimes nextTimes() {
        ServiceTimes past = times;
        times = past.next();
        return past;
    }

    /** The times since {@link #nextTimes}. */
    public ServiceTimes times() {
        return times;
    }

    /** What went wrong last; empty if nothing did. */
    public String trouble() {
        return trouble;
    }
}
