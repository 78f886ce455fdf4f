package io.lockstep.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server processes of one contender, with a log each. They end with this virtual machine at the latest. */
final class Servers {

    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final long KIBI = 1024;

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();

    Servers(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> processes.forEach(Process::destroyForcibly)));
    }

    void start(List<String> command) throws IOException {
        Path log = directory.resolve("log-" + processes.size());
        processes.add(new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    /** An attempt that may fail while the servers start. */
    interface Attempt {
        boolean works() throws IOException;
    }

    /** Tries until it works; throws if a server ends, or after a minute. */
    void await(Attempt attempt) throws IOException, InterruptedException {
        long begunNanos = System.nanoTime();
        while (!worked(attempt)) {
            boolean ended = processes.stream().anyMatch(process -> !process.isAlive());
            if (ended || System.nanoTime() - begunNanos > START_NANOS_MAX) {
                throw new IOException("a server did not start:\n" + logs());
            }
            Thread.sleep(5);
        }
    }

    private String logs() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < processes.size(); i++) {
            text.append(Files.readString(directory.resolve("log-" + i)));
        }
        return text.toString();
    }

    private static boolean worked(Attempt attempt) {
        try {
            return attempt.works();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends a text to a port of this machine, and returns all that comes back until the other end closes. */
    static String exchange(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    long largestBytes() throws IOException {
        long largest = 0;
        for (Process process : processes) {
            largest = Math.max(largest, residentBytes(process.pid()));
        }
        return largest;
    }

    static long residentBytes(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * KIBI;
            }
        }
        return 0;
    }

    void stop() throws InterruptedException {
        processes.forEach(Process::destroyForcibly);
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
