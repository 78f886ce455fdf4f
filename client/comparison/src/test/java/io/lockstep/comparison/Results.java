package io.lockstep.comparison;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one contender.
 *
 * @param figures of the rows that it has
 */
record Results(String name, double firstLockMillis, Map<Row, Figure> figures, long memoryBytes) {

    Results {
        figures = new LinkedHashMap<>(figures);
    }
}
