package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Records and counts the operations of clients. Safe for any thread. */
final class Recorder {

    private final HistoryFile file;
    private final ConcurrentMap<String, Long> counts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> events = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> sessionOfClient = new ConcurrentHashMap<>();

    Recorder(HistoryFile file) {
        this.file = file;
    }

    /** Records the call of an operation, at its own time, which may be in the future. */
    HistoryLine begin(Operation operation) {
        return file.begin(operation);
    }

    /** Records the result of an operation. */
    void end(HistoryLine entry, Result result, long token) {
        entry.become(entry.operation().ended(System.nanoTime(), result, token));
        count(entry.operation());
    }

    /** Counts an operation whose result stays unknown. */
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

    /** Counts an event of a session. */
    void event(String name) {
        count(events, name);
    }

    private static void count(ConcurrentMap<String, Long> map, String key) {
        map.merge(key, 1L, Long::sum);
    }

    /** Throws if another session has used this client id. */
    void requireOwnName(String client, long session) {
        if (!isOwnName(client, session)) {
            throw new IllegalStateException("client id " + client + " is used twice: record on a new cluster");
        }
    }

    /** Whether no other session has used this client id, which identifies sessions in a history. */
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
