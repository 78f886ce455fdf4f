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

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);

    /** By path; guarded by itself. */
    private final Map<String, List<Double>> millis = new TreeMap<>();

    /** Asks from now on, for the first time within one period. */
    void ask(int port, String path, long periodMillis) {
        long delayMillis = (long) (Math.random() * periodMillis);
        threads.scheduleAtFixedRate(() -> once(port, path), delayMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    private void once(int port, String path) {
        long begunNanos = System.nanoTime();
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
            try (InputStream in = connection.getInputStream()) {
                in.readAllBytes();
            }
        } catch (IOException refused) {
            note("refused", begunNanos);
            return;
        }
        note(path, begunNanos);
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
