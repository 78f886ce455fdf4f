package io.lockstep.endtoend.budget;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A running server whose threads are counted, as the system and its virtual machine know them. */
final class MeasuredServer implements AutoCloseable {

    private static final String SWITCHES = "voluntary_ctxt_switches:";

    private final String name;
    private final long pid;
    private final ServerJvm jvm;
    private final Map<Long, String> kinds = new HashMap<>();

    /** Attaches to a server of this user. */
    MeasuredServer(String name, long pid) throws IOException {
        this.name = name;
        this.pid = pid;
        this.jvm = ServerJvm.attach(pid);
    }

    String name() {
        return name;
    }

    long pid() {
        return pid;
    }

    ServerJvm jvm() {
        return jvm;
    }

    /**
     * What the threads have used so far.
     *
     * @param byThread by their numbers in the system
     * @param bytes allocated, by their kinds
     */
    record Snapshot(Map<Long, Usage> byThread, Map<String, Long> bytes) {}

    /** What all threads have used so far. */
    Snapshot snapshot() throws IOException {
        return new Snapshot(byThread(pid), jvm.allocatedBytes());
    }

    /** What all threads of any process have used so far, without the bytes. */
    static Usage usedBy(long pid) throws IOException {
        return byThread(pid).values().stream().reduce(Usage.NONE, Usage::plus);
    }

    private static Map<Long, Usage> byThread(long pid) throws IOException {
        Map<Long, Usage> byThread = new HashMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                byThread.put(Long.valueOf(task.getFileName().toString()), used(task));
            }
        }
        return byThread;
    }

    private static Usage used(Path task) {
        try {
            long switches = Files.readAllLines(task.resolve("status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith(SWITCHES))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(SWITCHES.length()).strip()))
                    .sum();
            String onProcessor = Files.readString(task.resolve("schedstat")).split(" ")[0];
            return new Usage(switches, Long.parseLong(onProcessor), 0);
        } catch (IOException ended) {
            return Usage.NONE;
        }
    }

    /** What each kind of threads used between two snapshots, by the names that they have now. */
    Map<String, Usage> between(Snapshot before, Snapshot after) throws IOException {
        Map<String, Usage> byKind = new TreeMap<>();
        for (Map.Entry<Long, Usage> thread : after.byThread.entrySet()) {
            String kind = kind(thread.getKey());
            if (!ThreadName.isObserver(kind)) {
                Usage used = thread.getValue().minus(before.byThread.getOrDefault(thread.getKey(), Usage.NONE));
                byKind.merge(kind, used, Usage::plus);
            }
        }
        after.bytes.forEach((kind, bytes) -> byKind.merge(
                kind, new Usage(0, 0, Math.max(0, bytes - before.bytes.getOrDefault(kind, 0L))), Usage::plus));
        return byKind;
    }

    /** What a thread of the server is called, without addresses and numbers. */
    String kind(long thread) throws IOException {
        if (!kinds.containsKey(thread)) {
            jvm.threadNames().forEach((number, each) -> kinds.put(number, ThreadName.kind(each)));
            kinds.putIfAbsent(thread, "threads that have ended");
        }
        return kinds.get(thread);
    }

    /** Ends the questions; the server runs on. */
    @Override
    public void close() throws IOException {
        jvm.close();
    }
}
