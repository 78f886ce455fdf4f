package io.lockstep.simulation.check.view;

import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** At the same index all maps are equal, on every server and in each of its runs, and match the log. */
public final class MapCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("a map of two servers or lives", "holders", "a queue", "a lock-delay");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<Long, Evidence.MapSeen> byIndex = new HashMap<>();
        for (Evidence.MapSeen map : evidence.maps()) {
            Evidence.MapSeen other = byIndex.putIfAbsent(map.index(), map);
            if (other != null) {
                verdict.judged("a map of two servers or lives");
                if (other.hash() != map.hash()) {
                    verdict.breach("different maps at one index: " + other + " and " + map);
                }
            }
            Evidence.MapSeen expected = expected(map, evidence.log());
            judged(expected, verdict);
            if (!expected.equals(map)) {
                verdict.breach("a map differs from the log, which has " + expected + ": " + map);
            }
        }
    }

    private static void judged(Evidence.MapSeen expected, CheckVerdict verdict) {
        if (!expected.holders().isEmpty()) {
            verdict.judged("holders");
        }
        if (!expected.queues().isEmpty()) {
            verdict.judged("a queue");
        }
        if (!expected.blocked().isEmpty()) {
            verdict.judged("a lock-delay");
        }
    }

    private static Evidence.MapSeen expected(Evidence.MapSeen map, LogReading log) {
        long place = log.placeOf(map.index());
        Map<String, List<Long>> holders = new TreeMap<>();
        Map<String, List<Long>> queues = new TreeMap<>();
        Set<String> blocked = new TreeSet<>();
        for (String name : log.names()) {
            List<Long> tokens =
                    log.holdersAt(name, place).stream().map(each -> each.token).toList();
            if (!tokens.isEmpty()) {
                holders.put(name, tokens);
            }
            List<Long> sessions =
                    log.queueAt(name, place).stream().map(each -> each.session).toList();
            if (!sessions.isEmpty()) {
                queues.put(name, sessions);
            }
            if (log.isBlockedAt(name, place)) {
                blocked.add(name);
            }
        }
        return new Evidence.MapSeen(map.host(), map.index(), map.hash(), holders, queues, blocked);
    }
}
