package io.lockstep.endtoend.watched;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks for paths of the HTTP port again and again, and notes how long the whole replies took. */
final class Polls implements Onlookers {

    private static final int THREADS = 4;

    private record Poll(int port, String path, long periodMillis) {}

    private final List<Poll> polls = new ArrayList<>();
    private ScheduledExecutorService threads = Executors.newScheduledThreadPool(0);

    /** By path; guarded by itself. */
    private final Map<String, List<Double>> millis = new TreeMap<>();

    /** Will ask for this, for the first time within one period. */
    void add(int port, String path, long periodMillis) {
        polls.add(new Poll(port, path, periodMillis));
    }

    /** Asks for each path so often that the servers answer as fast as ever after. Blocks. */
    void warmUp(int times) {
        polls.stream().distinct().parallel().forEach(poll -> {
            for (int i = 0; i < times; i++) {
                once(poll);
            }
        });
    }

    @Override
    public void come() {
        synchronized (millis) {
            millis.clear();
        }
        threads = Executors.newScheduledThreadPool(THREADS);
        for (Poll poll : polls) {
            long delayMillis = (long) (Math.random() * poll.periodMillis);
            var unused = threads.scheduleAtFixedRate(
                    () -> once(poll), delayMillis, poll.periodMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void once(Poll poll) {
        long begunNanos = System.nanoTime();
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + poll.port + poll.path)
                    .toURL()
                    .openConnection();
            try (InputStream in = connection.getInputStream()) {
                in.readAllBytes();
            }
        } catch (IOException refused) {
            note("refused", begunNanos);
            return;
        }
        note(poll.path, begunNanos);
    }

    private void note(String what, long begunNanos) {
        double took = (System.nanoTime() - begunNanos) / 1e6;
        synchronized (millis) {
            millis.computeIfAbsent(what, key -> new ArrayList<>()).add(took);
        }
    }

    @Override
    public String seen() {
        List<String> all = new ArrayList<>();
        synchronized (millis) {
            millis.forEach((what, times) -> all.add(String.format(
                    Locale.ROOT,
                    "%s %d times, p50 %.1f ms, p99 %.1f ms",
                    what,
                    times.size(),
                    Figures.quantile(times, 0.5),
                    Figures.quantile(times, 0.99))));
        }
        return String.join("; ", all);
    }

    @Override
    public void leave() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
    }
}
