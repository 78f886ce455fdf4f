package io.lockstep.endtoend.library;

import io.lockstep.client.api.HeldLock;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockClientSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that holds a lock and is paused from outside: prints when it gets and loses the lock, and when it writes.
 */
final class PausedHolder {

    private static final long LOOK_NANOS = 1_000_000;

    private PausedHolder() {}

    /** Arguments: servers, lease in milliseconds, lock name. */
    public static void main(String[] arguments) throws Exception {
        Duration ttl = Duration.ofMillis(Long.parseLong(arguments[1]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (LockClient client =
                LockClient.connect(LockClientSettings.of(arguments[0]).withTtl(ttl))) {
            while (true) {
                HeldLock lock = client.acquire(arguments[2]);
                System.out.println("held " + lock.token());
                while (lock.isValid()) {
                    if (input.ready()) {
                        String line = input.readLine();
                        // A process that was paused here writes without checking again.
                        System.out.println("wrote " + lock.token() + " " + line);
                    }
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                System.out.println("lost " + lock.token());
            }
        }
    }
}
