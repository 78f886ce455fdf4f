package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.GrantKey;
import java.util.ArrayList;
import java.util.List;

/** The lease of a grant that has its own, from the request that asked for it on. */
public final class LoggedLease {

    /**
     * A time at which the lease began to run, or began again.
     *
     * @param untilClusterMillis when it ends, unless it begins again before
     */
    public record Run(Moment begin, long beginClusterMillis, long untilClusterMillis) {}

    public final GrantKey key;
    final long holdMillis;
    long millis;
    private final List<Run> runs = new ArrayList<>();

    LoggedLease(GrantKey key, long millis, long holdMillis) {
        this.key = key;
        this.millis = millis;
        this.holdMillis = holdMillis;
    }

    void run(Moment begin, long clusterMillis) {
        runs.add(new Run(begin, clusterMillis, clusterMillis + millis));
    }

    /** Returns every beginning, in order; none while the request waits. */
    public List<Run> runs() {
        return runs;
    }

    /** Returns when it ends, in cluster time. Throws if it has not begun. */
    public long untilClusterMillis() {
        return runs.get(runs.size() - 1).untilClusterMillis();
    }
}
