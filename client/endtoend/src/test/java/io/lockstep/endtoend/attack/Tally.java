package io.lockstep.endtoend.attack;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What an attacker got: how often each answer came, and how often something else happened. Any thread. */
final class Tally {

    private static final String REASON = "reason=";

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long times) {
        counts.computeIfAbsent(what, key -> new LongAdder()).add(times);
    }

    /** Counts a reply or a push by its first words. Rows do not count. */
    void countLine(String line) {
        String untagged = line.startsWith("#") ? line.substring(line.indexOf(' ') + 1) : line;
        if (!untagged.startsWith("- ")) {
            String[] words = untagged.split(" ", 4);
            boolean hasReason = words.length > 2 && words[2].startsWith(REASON);
            count(words[0] + (words.length > 1 ? " " + words[1] : "") + (hasReason ? " " + words[2] : ""));
        }
    }

    @Override
    public String toString() {
        String all = counts.entrySet().stream()
                .map(each ->
                        String.format(Locale.ROOT, "%,d x %s", each.getValue().sum(), each.getKey()))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "nothing" : all;
    }
}
