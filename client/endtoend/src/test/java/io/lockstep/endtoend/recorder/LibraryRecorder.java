package io.lockstep.endtoend.recorder;

import io.lockstep.client.api.LockClientSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.endtoend.faults.ProgramOptions;
import io.lockstep.tools.record.HistoryFile;
import io.lockstep.tools.record.RemoteResource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A program with clients that use the Java library, and that records what they do and see. */
public final class LibraryRecorder {

    private LibraryRecorder() {}

    /** Runs for {@code --seconds}, writes {@code --history}, and prints its figures. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ProgramOptions options = new ProgramOptions(arguments);
        long seconds = options.number("seconds", 10);
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        SplittableRandom random = new SplittableRandom(options.number("seed", 1));
        List<String> locks = new ArrayList<>();
        String prefix = options.text("prefix", "lock");
        long lockCount = options.number("locks", 4);
        for (int i = 1; i <= lockCount; i++) {
            locks.add(prefix + " " + i);
        }
        LockClientSettings settings = LockClientSettings.of(options.text("server", ""))
                .withTtl(Duration.ofMillis(options.number("ttl", 2_000)));
        long clients = options.number("clients", 4);
        AtomicLong definite = new AtomicLong();
        AtomicLong grants = new AtomicLong();
        HostPort resource = HostPort.parseServer(options.text("resource", ""));
        try (HistoryFile history = new HistoryFile(Path.of(options.text("history", "history")));
                RemoteResource guarded = new RemoteResource(resource)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                LibraryClient client =
                        new LibraryClient(settings, locks, history, guarded, random.split(), definite, grants);
                Thread thread = new Thread(() -> client.run(endNanos), "library-client");
                thread.setUncaughtExceptionHandler((which, failure) -> {
                    failure.printStackTrace();
                    Runtime.getRuntime().halt(1);
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "{\"definite_per_second\":%d,\"grants\":%d}%n",
                definite.get() / Math.max(1, seconds),
                grants.get());
        System.exit(0);
    }
}
