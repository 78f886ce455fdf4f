package io.lockstep.follower.history;

import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.record.PastGrant;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every grant that has ended as one line into a file, in their order, each once. It goes on behind the last one
 * that the file has, also after a restart: what ended meanwhile is still in the history of the map, unless that has
 * dropped it. A line says how many grants are missing then. While the disk fails, grants wait in the map.
 */
public final class PastGrantFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PastGrantFile.class);

    private static final int BATCHES_MAX = 64;
    private static final long UNKNOWN = -1;

    private final RotatedFile file;
    private final long retryMillis;
    private final BlockingQueue<List<PastGrant>> batches = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final Thread writer = new Thread(this::run, "history-file");

    /** The last grant in the file or on its way there; unknown until the file was read. */
    private volatile long taken = UNKNOWN;

    private volatile boolean closed;
    private boolean failing;
    private boolean told;

    /** Begins to write once {@link #look} finds something. */
    public PastGrantFile(RotatedFile file, long retryMillis) {
        this.file = file;
        this.retryMillis = retryMillis;
        writer.setDaemon(true);
        writer.setUncaughtExceptionHandler((thread, bug) ->
                LOG.error("A bug ended the writing of the history file {}; restart this server to go on", file, bug));
        writer.start();
    }

    /**
     * Takes what is new. Never blocks. Called by the owner of the history.
     *
     * @param level whether the history has all that there was when this server started
     */
    public void look(GrantHistory history, boolean level) {
        long last = history.lastNumber();
        if (level && last < taken && !told) {
            told = true;
            LOG.error("The history file {} has grants of another cluster; name another one with --history-file", file);
        }
        if (taken != UNKNOWN && last > taken && batches.offer(history.after(taken))) {
            taken = last;
        }
    }

    /** Writes what was taken, and waits for that for two seconds at most. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            long last = lastWritten();
            taken = last;
            while (!closed || !batches.isEmpty()) {
                List<PastGrant> batch = batches.poll(100, TimeUnit.MILLISECONDS);
                if (batch != null && !batch.isEmpty()) {
                    write(HistoryLines.of(batch, last));
                    last = batch.get(batch.size() - 1).number();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeFile();
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.warn("The history file {} was not closed: {}", file, e.toString());
        }
    }

    private long lastWritten() throws InterruptedException {
        while (!closed) {
            try {
                return HistoryLines.numberOf(file.lastLine());
            } catch (IOException e) {
                failed(e);
            }
        }
        return UNKNOWN;
    }

    private void write(byte[] lines) throws InterruptedException {
        while (true) {
            try {
                file.append(lines);
                if (failing) {
                    failing = false;
                    LOG.info("The history file {} is written again", file);
                }
                return;
            } catch (IOException e) {
                if (closed) {
                    return;
                }
                failed(e);
            }
        }
    }

    private void failed(IOException reason) throws InterruptedException {
        if (!failing) {
            failing = true;
            LOG.error("Cannot write the history file {}: {}; trying again until it works", file, reason.toString());
        }
        Thread.sleep(retryMillis);
    }
}
