package io.lockstep.tools.judge;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A set of configurations none of which covers another. */
final class Frontier {

    private final BigInteger changes;
    private final Map<Holding, List<Configuration>> byHolding = new HashMap<>();
    private int size;

    /** Creates an empty set; {@code changes} are the slots of the pending operations that change the state. */
    Frontier(BigInteger changes) {
        this.changes = changes;
    }

    /** Adds a configuration; false if one in the set already covers it. */
    boolean add(Configuration configuration) {
        List<Configuration> group =
                byHolding.computeIfAbsent(configuration.holding().group(), holding -> new ArrayList<>());
        for (Configuration other : group) {
            if (other.covers(configuration, changes)) {
                return false;
            }
        }
        size -= group.size();
        group.removeIf(other -> configuration.covers(other, changes));
        group.add(configuration);
        size += group.size();
        return true;
    }

    int size() {
        return size;
    }

    List<Configuration> all() {
        List<Configuration> all = new ArrayList<>(size);
        byHolding.values().forEach(all::addAll);
        return all;
    }
}
