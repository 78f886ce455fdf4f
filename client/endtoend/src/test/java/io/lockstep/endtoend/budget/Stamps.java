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
            nanos.computeIfAbsent(Stage.ALL.get((int) noted[i]), key -> new ArrayList<>())
                    .add(noted[i + 1]);
        }
    }

    /** When the server came to this stage last, until then; {@link Long#MIN_VALUE} if it did not. */
    long last(Stage stage, long untilNanos) {
        long last = Long.MIN_VALUE;
        for (long at : nanos.getOrDefault(stage, List.of())) {
            last = at <= untilNanos ? Math.max(last, at) : last;
        }
        return last;
    }
}
