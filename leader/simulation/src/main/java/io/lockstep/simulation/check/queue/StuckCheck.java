package io.lockstep.simulation.check.queue;

import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * At the end no request waits for free locks: in the last map of each server, a session that is first in all its queues
 * is blocked by a holder or by lock-delay.
 */
public final class StuckCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("a queue at the end");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<Integer, Evidence.MapSeen> last = new HashMap<>();
        evidence.maps().forEach(map -> last.put(map.host(), map));
        for (Evidence.MapSeen map : last.values()) {
            map.queues().forEach((name, queue) -> {
                verdict.judged("a queue at the end");
                if (isFree(name, map) && isFirstEverywhere(queue.get(0), map)) {
                    verdict.breach("session " + queue.get(0) + " waits for \"" + name + "\", which is free: " + map);
                }
            });
        }
    }

    private static boolean isFree(String name, Evidence.MapSeen map) {
        return !map.holders().containsKey(name) && !map.blocked().contains(name);
    }

    /** Returns whether the session waits for free locks only, and is first in the queues of all of them. */
    private static boolean isFirstEverywhere(long session, Evidence.MapSeen map) {
        for (Map.Entry<String, List<Long>> each : map.queues().entrySet()) {
            List<Long> queue = each.getValue();
            if (queue.contains(session) && (queue.get(0) != session || !isFree(each.getKey(), map))) {
                return false;
            }
        }
        return true;
    }
}
