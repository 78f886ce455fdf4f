package io.lockstep.endtoend.budget;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** When a server came to each stage, in nanoseconds of the clock that all processes share. */
final class Stamps {

    private final Map<Stage, List<Long>> nanos = new EnumMap<>(Stage.class);

    /** Reads what the agent noted: numbers of stages and times in turn. */
    Stamps(long[] noted) {
        for (int i = 0; i + 1 < noted.length; i += 2) {
            nanos.computeIfAbsent(Stage.values()[(int) noted[i]], key -> new ArrayList<>())
                    .add(noted[i + 1]);
        }
    }

    /** The server came to this stage, for the first time since then; {@link Long#MAX_VALUE} if it did not. */
    long first(Stage stage, long sinceNanos) {
        return nanos.getOrDefault(stage, List.of()).stream()
                .mapToLong(Long::longValue)
                .filter(at -> at >= sinceNanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
