package io.lockstep.follower.engine.failover;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The recent reports of other servers, and this server's place among those that lost the same leader. Not thread-safe.
 */
final class LossReports {

    /** A report is repeated at every tick, so an older one no longer holds. */
    static final int VALID_MILLIS = 500;

    private static final int SERVERS_MAX = 256;

    private final Map<Integer, Received> latest = new HashMap<>();

    private record Received(LossReport report, long atNanos) {}

    void add(int from, LossReport report, long nowNanos) {
        if (latest.size() < SERVERS_MAX || latest.containsKey(from)) {
            latest.put(from, new Received(report, nowNanos));
        }
    }

    /**
     * The place of {@code self} among the voters that lost the same leader: 0 for the one with the longest log; the
     * lowest number first if logs are equally long. Empty unless these are a majority of all voters.
     */
    OptionalInt rank(int self, LossReport own, Set<Integer> voters, long nowNanos) {
        int lost = 1;
        int before = 0;
        for (Map.Entry<Integer, Received> each : latest.entrySet()) {
            int server = each.getKey();
            LossReport report = each.getValue().report;
            if (server != self
                    && voters.contains(server)
                    && report.sameLoss(own)
                    && isValid(each.getValue(), nowNanos)) {
                lost++;
                if (report.lastIndex() > own.lastIndex() || (report.lastIndex() == own.lastIndex() && server < self)) {
                    before++;
                }
            }
        }
        return voters.contains(self) && lost > voters.size() / 2 ? OptionalInt.of(before) : OptionalInt.empty();
    }

    private static boolean isValid(Received received, long nowNanos) {
        return nowNanos - received.atNanos < TimeUnit.MILLISECONDS.toNanos(VALID_MILLIS);
    }
}
