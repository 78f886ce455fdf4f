package io.lockstep.simulation.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Never do sessions wait for one another in a circle, on any server. */
public final class CircleCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        for (Evidence.MapSeen map : evidence.maps()) {
            Set<Long> waiting = new HashSet<>();
            map.lines().values().forEach(waiting::addAll);
            for (long session : waiting) {
                if (waitsForItself(session, map, evidence.log())) {
                    breach.accept("session " + session + " waits for itself in the end: " + map);
                }
            }
        }
    }

    private static boolean waitsForItself(long start, Evidence.MapSeen map, LogReading log) {
        Set<Long> reached = new HashSet<>();
        List<Long> toGoOnFrom = new ArrayList<>(List.of(start));
        while (!toGoOnFrom.isEmpty()) {
            for (long next : waitsFor(toGoOnFrom.remove(0), map, log)) {
                if (reached.add(next)) {
                    toGoOnFrom.add(next);
                }
            }
        }
        return reached.contains(start);
    }

    private static Set<Long> waitsFor(long session, Evidence.MapSeen map, LogReading log) {
        Set<Long> others = new HashSet<>();
        for (Map.Entry<String, List<Long>> each : map.lines().entrySet()) {
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
