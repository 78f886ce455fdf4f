package io.lockstep.tools.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Records a history: clients contend for a few locks; at the end the status of each lock is recorded. */
public final class Torture {

    private static final int RETRY_MILLIS = 100;

    /** Of so many clients one takes grants with their own lease. */
    private static final int LEASE_CLIENT_EVERY = 4;

    private final TortureSettings settings;
    private final Resource resource;
    private final SplittableRandom random;

    private Torture(TortureSettings settings, Resource resource) {
        this.settings = settings;
        this.resource = resource;
        this.random = new SplittableRandom(settings.seed());
    }

    /**
     * Runs the clients for the duration and writes the history. Blocks. The cluster may fail in the meantime, but must
     * answer when the duration is over.
     *
     * @throws IOException if the file cannot be written, or a lock has no status at the end; the message is a clause
     */
    public static TortureResult run(TortureSettings settings, Resource resource)
            throws IOException, InterruptedException {
        return new Torture(settings, resource).run();
    }

    private TortureResult run() throws IOException, InterruptedException {
        try (HistoryFile file = new HistoryFile(settings.history())) {
            Recorder recorder = new Recorder(file);
            long startNanos = System.nanoTime();
            runClients(recorder, startNanos + settings.duration().toNanos());
            double seconds = (System.nanoTime() - startNanos) / (double) TimeUnit.SECONDS.toNanos(1);
            TortureResult result = recorder.result(seconds);
            lastLook(recorder);
            return result;
        }
    }

    private void runClients(Recorder recorder, long endNanos) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(settings.clients(), work -> {
            Thread thread = new Thread(work, "torture-client");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < settings.clients(); i++) {
                SplittableRandom own = random.split();
                boolean leases = i % LEASE_CLIENT_EVERY == LEASE_CLIENT_EVERY - 1;
                running.add(threads.submit(() -> {
                    if (leases) {
                        new TortureLeaseClient(settings, recorder, own).run(endNanos);
                    } else {
                        new TortureClient(settings, resource, recorder, own).run(endNanos);
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Reads the last state of each lock: a history proves nothing about an effect that no later operation sees. */
    private void lastLook(Recorder recorder) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + settings.settleTimeout().toNanos();
        for (String lock : settings.lockNames()) {
            while (!look(recorder, lock)) {
                if (endNanos - System.nanoTime() < 0) {
                    throw new IOException("no server answers the status of \"" + lock + "\"");
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private boolean look(Recorder recorder, String lock) {
        TortureSession session = new TortureSession(settings.servers(), random, recorder);
        RecordedRequests requests = new RecordedRequests(session, new RecordedGrants(recorder), random, recorder);
        boolean answered = session.open(settings.ttl().toMillis(), true) && requests.status(lock);
        session.giveUp();
        return answered;
    }
}
