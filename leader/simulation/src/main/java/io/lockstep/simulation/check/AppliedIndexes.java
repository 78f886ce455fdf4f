package io.lockstep.simulation.check;

import io.lockstep.simulation.check.reading.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far each server had applied the log, at any time. A server starts again from an earlier index. */
public final class AppliedIndexes {

    private record Applied(long index, long atMicros) {}

    private final Map<Integer, List<Applied>> byHost = new HashMap<>();

    /** Records that from now on the map of this server is at the index. Times never fall. */
    public void add(int host, long index, long atMicros) {
        byHost.computeIfAbsent(host, any -> new ArrayList<>()).add(new Applied(index, atMicros));
    }

    /** Returns the index that the server had applied just before this moment; 0 if none. */
    public long before(int host, long micros) {
        List<Applied> applied = byHost.getOrDefault(host, List.of());
        int earlier = Prefix.length(applied, each -> each.atMicros < micros);
        return earlier == 0 ? 0 : applied.get(earlier - 1).index;
    }
}
