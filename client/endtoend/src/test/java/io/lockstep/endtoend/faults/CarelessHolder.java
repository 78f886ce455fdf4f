package io.lockstep.endtoend.faults;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Durations;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.RemoteResource;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * A program that takes a lock and writes under it until the resource rejects a write; then it starts again. It never
 * checks whether its lease has ended: only the guard protects the resource.
 *
 * <p>Prints {@code HELD token}, {@code RENEWED nanos} (the time of the last confirmed renewal, on the machine's
 * monotonic clock) and {@code REJECTED token}.
 */
final class CarelessHolder {

    private static final long PING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long WRITE_MILLIS = 5;
    private static final long RETRY_MILLIS = 20;

    private CarelessHolder() {}

    /** {@code server-port resource-port lock ttl-millis}. Runs until it is killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        String lock = arguments[2];
        RemoteResource resource = new RemoteResource(HostPort.parseServer("127.0.0.1:" + arguments[1]));
        while (true) {
            try (LineClient client = new LineClient(port)) {
                long sentNanos = System.nanoTime();
                client.ask("HELLO ttl=" + arguments[3] + "ms");
                LineClient.Answer grant = client.ask("LOCK " + lock);
                while (!grant.ok()) {
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                    sentNanos = System.nanoTime();
                    grant = client.ask("LOCK " + lock);
                }
                System.out.println("RENEWED " + sentNanos);
                System.out.println("HELD " + grant.option("token"));
                write(client, resource, lock, grant.reply().number("token", 0));
            }
        }
    }

    private static void write(LineClient client, RemoteResource resource, String lock, long token)
            throws InterruptedException {
        long pingNanos = System.nanoTime();
        while (resource.write(lock, token) != Result.REJECTED) {
            TimeUnit.MILLISECONDS.sleep(WRITE_MILLIS);
            if (System.nanoTime() - pingNanos > PING_NANOS) {
                pingNanos = System.nanoTime();
                ping(client, pingNanos);
            }
        }
        System.out.println("REJECTED " + token);
    }

    private static void ping(LineClient client, long sentNanos) {
        try {
            LineClient.Answer pong = client.ask("PING");
            long agoMillis = Durations.parseMillis(pong.reply().options().getOrDefault("renewed", ""));
            if (agoMillis >= 0) {
                System.out.println("RENEWED " + (sentNanos - TimeUnit.MILLISECONDS.toNanos(agoMillis)));
            }
        } catch (IOException e) {
            // The session has ended; the program ignores that.
            return;
        }
    }
}
