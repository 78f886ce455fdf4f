package io.lockstep.simulation.check.queue;

import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.Ownership;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sessions never wait for one another in a cycle, on any server. */
public final class DeadlockCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("a session that waits", "a session that waits for one that waits");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (Evidence.MapSeen map : evidence.maps()) {
            Set<Long> waiting = new HashSet<>();
            map.queues().values().forEach(waiting::addAll);
            for (long session : waiting) {
                Set<Long> reached = waitsFor(session, map, evidence.log());
                verdict.judged("a session that waits");
                if (reached.stream().anyMatch(waiting::contains)) {
                    verdict.judged("a session that waits for one that waits");
                }
                if (reached.contains(session)) {
                    verdict.breach("session " + session + " is part of a cycle: " + map);
                }
            }
        }
    }

    /** Returns the sessions that this one waits for, directly or through others. */
    private static Set<Long> waitsFor(long start, Evidence.MapSeen map, LogReading log) {
        Set<Long> reached = new HashSet<>();
        List<Long> toGoOnFrom = new ArrayList<>(List.of(start));
        while (!toGoOnFrom.isEmpty()) {
            for (long next : inTheWay(toGoOnFrom.remove(0), map, log)) {
                if (reached.add(next)) {
                    toGoOnFrom.add(next);
                }
            }
        }
        return reached;
    }

    private static Set<Long> inTheWay(long session, Evidence.MapSeen map, LogReading log) {
        Set<Long> others = new HashSet<>();
        for (Map.Entry<String, List<Long>> each : map.queues().entrySet()) {
            int at = each.getValue().indexOf(session);
            if (at >= 0) {
                others.addAll(each.getValue().subList(0, at));
                for (long token : map.holders().getOrDefault(each.getKey(), List.of())) {
                    Ownership ownership = log.withToken(token, each.getKey());
                    if (ownership != null) {
                        others.add(ownership.session);
                    }
                }
            }
        }
        return others;
    }
}
