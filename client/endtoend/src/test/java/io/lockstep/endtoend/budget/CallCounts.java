package io.lockstep.endtoend.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many system calls locks took. What threads do at times of their own is counted with the locks, too, so of all
 * locks the lower quartile counts: what at least three of four locks took.
 */
final class CallCounts {

    private record Counted(String server, String kind, String call, boolean wakes) implements Comparable<Counted> {
        @Override
        public int compareTo(Counted other) {
            return toString().compareTo(other.toString());
        }
    }

    private final int locks;
    private final Map<Counted, int[]> counts = new TreeMap<>();

    CallCounts(int locks) {
        this.locks = locks;
    }

    /** A thread made this call for that lock. */
    void add(int lock, TracedThread thread, String call, boolean wakes) {
        counts.computeIfAbsent(new Counted(thread.server(), thread.kind(), call, wakes), key -> new int[locks])[lock]++;
    }

    private static int typical(int[] perLock) {
        int[] sorted = perLock.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 4];
    }

    /** All calls for one lock. */
    int all() {
        return counts.values().stream().mapToInt(CallCounts::typical).sum();
    }

    /** The calls for one lock that wake other threads. */
    int wakeUps() {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().wakes)
                .mapToInt(each -> typical(each.getValue()))
                .sum();
    }

    private int count(String server, String call) {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().server.equals(server))
                .filter(each -> call.isEmpty() || each.getKey().call.equals(call))
                .mapToInt(each -> typical(each.getValue()))
                .sum();
    }

    /** The calls by server, as a table in Markdown. */
    List<String> lines() {
        Set<String> servers = new TreeSet<>();
        Set<String> calls = new LinkedHashSet<>();
        counts.forEach((counted, perLock) -> {
            servers.add(counted.server);
            if (typical(perLock) > 0) {
                calls.add(counted.call);
            }
        });
        List<String> order = new ArrayList<>(servers);
        order.sort((a, b) -> Boolean.compare(a.startsWith("follower"), b.startsWith("follower")));
        List<String> lines = new ArrayList<>();
        lines.add("| call | " + String.join(" | ", order) + " | all |");
        lines.add("|---|" + "--:|".repeat(order.size() + 1));
        for (String call : new TreeSet<>(calls)) {
            lines.add(row(call, call, order));
        }
        lines.add(row("**all calls**", "", order));
        return lines;
    }

    private String row(String label, String call, List<String> servers) {
        StringBuilder row = new StringBuilder("| " + label);
        int sum = 0;
        for (String server : servers) {
            int count = count(server, call);
            sum += count;
            row.append(" | ").append(count);
        }
        return row.append(" | ").append(sum).append(" |").toString();
    }
}
