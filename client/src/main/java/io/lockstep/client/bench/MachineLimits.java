package io.lockstep.client.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;

/**
 * What a machine cannot go below: one small write forced to disk, and one message over loopback and back.
 *
 * @param fsync of 64 bytes appended to a file, data only
 * @param preallocated the same within a file that has its size already
 * @param roundTrip of one byte between two threads, over TCP
 */
public record MachineLimits(Latency fsync, Latency preallocated, Latency roundTrip) {

    private static final int WRITES = 500;
    private static final int WRITE_BYTES = 64;
    private static final int ROUND_TRIPS = 5_000;
    private static final int WARM_UP = 2_000;
    private static final long NANOS_MAX = 60_000_000_000L;
    private static final int DIGITS = 3;

    /**
     * Measures them, which takes about a second. Blocks.
     *
     * @param directory on the disk to measure; a file is made in it and deleted
     */
    public static MachineLimits measure(Path directory) throws IOException, InterruptedException {
        return new MachineLimits(forcedWrites(directory, false), forcedWrites(directory, true), roundTrips());
    }

    /** The least time that one lock can take: a write on two disks at once, and two messages there and back. */
    public double lockMillis() {
        return fsync.p50Millis() + 2 * roundTrip.p50Millis();
    }

    private static Latency forcedWrites(Path directory, boolean preallocated) throws IOException {
        Histogram nanos = histogram();
        Path file = Files.createTempFile(directory, "lockstep-check", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (preallocated) {
                channel.write(ByteBuffer.allocate(WRITES * WRITE_BYTES));
                channel.force(true);
                channel.position(0);
            }
            for (int i = 0; i < WRITES; i++) {
                long begunNanos = System.nanoTime();
                channel.write(ByteBuffer.allocate(WRITE_BYTES));
                channel.force(false);
                record(nanos, begunNanos);
            }
        } finally {
            Files.delete(file);
        }
        return Latency.of(nanos);
    }

    private static Latency roundTrips() throws IOException, InterruptedException {
        Histogram nanos = histogram();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket asking = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket answering = listener.accept()) {
            asking.setTcpNoDelay(true);
            answering.setTcpNoDelay(true);
            Thread echo = new Thread(() -> echo(answering), "echo");
            echo.start();
            InputStream in = asking.getInputStream();
            OutputStream out = asking.getOutputStream();
            for (int i = 0; i < WARM_UP + ROUND_TRIPS; i++) {
                long begunNanos = System.nanoTime();
                out.write(1);
                if (in.read() < 0) {
                    throw new IOException("the connection over loopback was closed");
                }
                if (i >= WARM_UP) {
                    record(nanos, begunNanos);
                }
            }
            asking.shutdownOutput();
            echo.join();
        }
        return Latency.of(nanos);
    }

    private static void echo(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            int read = in.read();
            while (read >= 0) {
                out.write(read);
                read = in.read();
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Histogram histogram() {
        return new Histogram(NANOS_MAX, DIGITS);
    }

    private static void record(Histogram nanos, long begunNanos) {
        nanos.recordValue(Math.min(NANOS_MAX, System.nanoTime() - begunNanos));
    }
}
