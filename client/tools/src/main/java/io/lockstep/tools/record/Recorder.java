package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Writes down what clients do, and counts it. Safe for any thread. */
final class Recorder {

    private final HistoryFile file;
    private final ConcurrentMap<String, Long> counts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> events = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> sessionOfClient = new ConcurrentHashMap<>();

    Recorder(HistoryFile file) {
        this.file = file;
    }

    /** Begins an operation now, or one that may be at a later time. */
    HistoryLine begin(Operation operation) {
        return file.begin(operation);
    }

    /** Writes down how it ended. */
    void end(HistoryLine entry, Result result, long token) {
        entry.become(entry.operation().ended(System.nanoTime(), result, token));
        count(entry.operation());
    }

    /** Leaves it unknown. */
    void leave(HistoryLine entry) {
        count(entry.operation());
    }

    void add(Operation operation) {
        file.add(operation);
        count(operation);
    }

    private void count(Operation operation) {
        count(counts, (operation.kind() + " " + operation.result()).toLowerCase(Locale.ROOT));
    }

    /** Counts something that happened to a session. */
    void event(String name) {
        count(events, name);
    }

    private static void count(ConcurrentMap<String, Long> map, String key) {
        map.merge(key, 1L, Long::sum);
    }

    /** Whether this client id has had no other session: a history knows sessions by it. */
    boolean isOwnName(String client, long session) {
        Long other = sessionOfClient.putIfAbsent(client, session);
        return other == null || other == session;
    }

    TortureResult result(double seconds) {
        long definite = 0;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            definite += isDefinite(count.getKey()) ? count.getValue() : 0;
        }
        return new TortureResult(seconds, definite, counts, events);
    }

    private static boolean isDefinite(String count) {
        return !count.startsWith("write ") && !count.endsWith(" unknown") && !count.endsWith(" fail");
    }
}
