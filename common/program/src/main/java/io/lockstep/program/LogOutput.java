package io.lockstep.program;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Standard error of a server, written by a thread of its own. So no thread of the server waits for a full disk, or for
 * a pipe that nobody reads. What the target does not take in time is dropped, and so are lines of the log that come too
 * fast, but no errors. A later line says how many were dropped. Any thread may write; no write blocks or fails.
 */
public final class LogOutput extends OutputStream {

    private static final int BYTES_MAX = 1 << 20;
    private static final int LINES_PER_SECOND_MAX = 2_000;
    private static final long FLUSH_MILLIS_MAX = 1_000;

    private static @Nullable LogOutput installed;

    private final OutputStream target;
    private final int bytesMax;
    private final int linesPerSecondMax;
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean writing;
    private long dropped;

    /** How many dropped lines the bytes that are being written tell of. */
    private long noticed;

    private long secondBeganNanos = System.nanoTime();
    private int linesInSecond;

    /**
     * Starts the thread.
     *
     * @param bytesMax most bytes that wait for the target
     * @param linesPerSecondMax most lines of the log in a second, apart from errors
     */
    public LogOutput(OutputStream target, int bytesMax, int linesPerSecondMax) {
        this.target = target;
        this.bytesMax = bytesMax;
        this.linesPerSecondMax = linesPerSecondMax;
        Thread thread = new Thread(this::run, "log");
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes {@code System.err} such an output. Call it once, before anything is written. */
    static synchronized void install() {
        LogOutput output = new LogOutput(new FileOutputStream(FileDescriptor.err), BYTES_MAX, LINES_PER_SECOND_MAX);
        System.setErr(new PrintStream(output, false, StandardCharsets.UTF_8));
        installed = output;
    }

    /**
     * Waits until what was written to standard error so far is out, for a second at most. For the moment before the
     * process ends.
     */
    public static void flushBeforeEnd() {
        LogOutput output = installedOrNull();
        if (output != null) {
            output.awaitWritten(FLUSH_MILLIS_MAX);
        }
    }

    private static synchronized @Nullable LogOutput installedOrNull() {
        return installed;
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int lines = lines(bytes, offset, length);
        if (queuedBytes + length > bytesMax || isTooFast(bytes, offset, length, lines)) {
            dropped += lines;
            return;
        }
        byte[] copy = new byte[length];
        System.arraycopy(bytes, offset, copy, 0, length);
        queue.add(copy);
        queuedBytes += length;
        notifyAll();
    }

    private static int lines(byte[] bytes, int offset, int length) {
        int lines = 0;
        for (int at = offset; at < offset + length; at++) {
            lines += bytes[at] == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Lines of the log begin with a date, or are JSON. Others are the last words of a program. */
    private boolean isTooFast(byte[] bytes, int offset, int length, int lines) {
        boolean limited = length > 0
                && ((bytes[offset] >= '0' && bytes[offset] <= '9') || bytes[offset] == '{')
                && !isError(new String(bytes, offset, length, StandardCharsets.UTF_8));
        if (!limited) {
            return false;
        }
        long nowNanos = System.nanoTime();
        if (nowNanos - secondBeganNanos >= TimeUnit.SECONDS.toNanos(1)) {
            secondBeganNanos = nowNanos;
            linesInSecond = 0;
        }
        linesInSecond += lines;
        return linesInSecond > linesPerSecondMax;
    }

    private static boolean isError(String line) {
        return line.contains(" ERROR ") || line.contains("\"level\":\"ERROR\"");
    }

    /** Waits until everything is written, or for {@code millis}. Returns whether everything is. */
    public synchronized boolean awaitWritten(long millis) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            long left = millis;
            while ((writing || !queue.isEmpty()) && left > 0) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !writing && queue.isEmpty();
    }

    private void run() {
        try {
            while (true) {
                byte[] next = next();
                boolean taken = isTakenByTarget(next);
                written(next, taken);
            }
        } catch (InterruptedException nobodyElseKnowsThisThread) {
            throw new IllegalStateException(nobodyElseKnowsThisThread);
        }
    }

    private synchronized byte[] next() throws InterruptedException {
        while (queue.isEmpty()) {
            wait();
        }
        writing = true;
        byte[] line = queue.remove();
        noticed = dropped;
        dropped = 0;
        return noticed == 0 ? line : withNotice(line);
    }

    /** In one write: a target that takes nothing is tried once for each line, and not for ever. */
    private byte[] withNotice(byte[] line) {
        byte[] notice = ServerLogs.notice(
                        noticed + " lines of the log were dropped: they came too fast, or were not taken in time")
                .getBytes(StandardCharsets.UTF_8);
        queuedBytes += notice.length;
        byte[] both = Arrays.copyOf(notice, notice.length + line.length);
        System.arraycopy(line, 0, both, notice.length, line.length);
        return both;
    }

    private boolean isTakenByTarget(byte[] bytes) {
        try {
            target.write(bytes);
            target.flush();
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    private synchronized void written(byte[] bytes, boolean taken) {
        queuedBytes -= bytes.length;
        if (!taken) {
            dropped += noticed + lines(bytes, 0, bytes.length) - (noticed == 0 ? 0 : 1);
        }
        writing = false;
        notifyAll();
    }
}
