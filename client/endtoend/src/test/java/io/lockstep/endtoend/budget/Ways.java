package io.lockstep.endtoend.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ways that locks took through the threads of the servers, from the request to the answer. */
final class Ways {

    /** One thread wakes another one, by a futex, an event file or a socket. */
    record Step(String waker, String woken, String by) {}

    private final Map<List<Step>, Integer> ways = new HashMap<>();
    private final List<Integer> lengths = new ArrayList<>();
    private int unseen;

    /** Adds the way of one lock; empty if it cannot be seen. */
    void add(Optional<List<Step>> way) {
        if (way.isEmpty()) {
            unseen++;
        } else {
            ways.merge(way.get(), 1, Integer::sum);
            lengths.add(way.get().size());
        }
    }

    /** How many ways could be seen. */
    int seen() {
        return lengths.size();
    }

    /** The hand-overs on the way, the arrival of the request included: the length that most ways have. */
    int handOvers() {
        Map<Integer, Integer> byLength = new HashMap<>();
        lengths.forEach(length -> byLength.merge(length, 1, Integer::sum));
        return byLength.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalStateException("no way of a lock could be seen"));
    }

    /** The commonest way of that length, as a table in Markdown. */
    List<String> lines() {
        int length = handOvers();
        Map.Entry<List<Step>, Integer> commonest = ways.entrySet().stream()
                .filter(way -> way.getKey().size() == length)
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow();
        List<String> lines = new ArrayList<>();
        lines.add("| | wakes | by |");
        lines.add("|--:|---|---|");
        for (int i = 0; i < length; i++) {
            Step step = commonest.getKey().get(i);
            lines.add("| " + (i + 1) + " | " + step.waker + " → " + step.woken + " | " + step.by + " |");
        }
        long alike = lengths.stream().filter(each -> each == length).count();
        lines.add("");
        lines.add("**" + length + " hand-overs**, the request's arrival included and the answer's not. Of "
                + (lengths.size() + unseen) + " locks " + alike + " took as many, " + commonest.getValue()
                + " of them just this way; " + unseen + " could not be followed.");
        return lines;
    }
}
