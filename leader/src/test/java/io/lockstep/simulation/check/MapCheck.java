package io.lockstep.simulation.check;

import java.util.HashMap;
import java.util.Map;
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
            Map<String, Long> expected = evidence.log().tokensAt(map.index());
            if (!expected.equals(map.tokens())) {
                breach.accept("a map other than the log says, which is " + expected + ": " + map);
            }
        }
    }
}
