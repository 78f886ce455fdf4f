package io.lockstep.simulation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** At equal index all maps are equal, on every server and in every one of its lives, and hold what the log says. */
public final class MapCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        Map<Long, Evidence.MapSeen> byIndex = new HashMap<>();
        for (Evidence.MapSeen map : evidence.maps()) {
            Evidence.MapSeen other = byIndex.putIfAbsent(map.index(), map);
            if (other != null && other.hash() != map.hash()) {
                breach.accept("two maps at one index: " + other + " and " + map);
            }
            Evidence.MapSeen expected = expected(map, evidence.log());
            if (!expected.equals(map)) {
                breach.accept("a map other than the log says, which is " + expected + ": " + map);
            }
        }
    }

    private static Evidence.MapSeen expected(Evidence.MapSeen map, LogReading log) {
        long place = log.placeOf(map.index());
        Map<String, List<Long>> holders = new TreeMap<>();
        Map<String, List<Long>> lines = new TreeMap<>();
        Set<String> blocked = new TreeSet<>();
        for (String name : log.names()) {
            List<Long> tokens =
                    log.holdersAt(name, place).stream().map(each -> each.token).toList();
            if (!tokens.isEmpty()) {
                holders.put(name, tokens);
            }
            List<Long> sessions =
                    log.lineAt(name, place).stream().map(each -> each.session).toList();
            if (!sessions.isEmpty()) {
                lines.put(name, sessions);
            }
            if (log.isBlockedAt(name, place)) {
                blocked.add(name);
            }
        }
        return new Evidence.MapSeen(map.host(), map.index(), map.hash(), holders, lines, blocked);
    }
}
