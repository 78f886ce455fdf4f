package io.lockstep.endtoend.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** How many system calls each of some locks took; of all locks the median counts. */
final class CallCounts {

    private record Counted(String server, String call, boolean wakes) {}

    private final int locks;
    private final Map<Counted, int[]> counts = new HashMap<>();

    CallCounts(int locks) {
        this.locks = locks;
    }

    /** A thread made this call for that lock. */
    void add(int lock, TracedThread thread, String call, boolean wakes) {
        counts.computeIfAbsent(new Counted(thread.server(), call, wakes), key -> new int[locks])[lock]++;
    }

    /** All calls for one lock. */
    int all() {
        return median(each -> true);
    }

    /** The calls for one lock that wake other threads. */
    int wakeUps() {
        return median(Counted::wakes);
    }

    private int median(Predicate<Counted> which) {
        int[] sums = new int[locks];
        counts.forEach((counted, perLock) -> {
            if (which.test(counted)) {
                Arrays.setAll(sums, i -> sums[i] + perLock[i]);
            }
        });
        Arrays.sort(sums);
        return sums[locks / 2];
    }

    /** The calls by server, as a table in Markdown. */
    List<String> lines() {
        List<String> servers = counts.keySet().stream()
                .map(Counted::server)
                .distinct()
                .sorted(Comparator.comparing((String server) -> server.startsWith("follower"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Set<String> calls = new TreeSet<>();
        counts.keySet().forEach(counted -> calls.add(counted.call));
        List<String> lines = new ArrayList<>();
        lines.add("| call | " + String.join(" | ", servers) + " | all |");
        lines.add("|---|" + "--:|".repeat(servers.size() + 1));
        for (String call : calls) {
            if (median(counted -> counted.call.equals(call)) > 0) {
                lines.add(row(call, servers, counted -> counted.call.equals(call)));
            }
        }
        lines.add(row("**all calls**", servers, counted -> true));
        lines.add(row("that wake a thread", servers, Counted::wakes));
        return lines;
    }

    private String row(String label, List<String> servers, Predicate<Counted> which) {
        StringBuilder row = new StringBuilder("| " + label);
        for (String server : servers) {
            row.append(" | ").append(median(counted -> counted.server.equals(server) && which.test(counted)));
        }
        return row.append(" | ").append(median(which)).append(" |").toString();
    }
}
