package io.lockstep.follower.prometheus;

import io.lockstep.follower.metrics.LoopMetrics;
import io.prometheus.metrics.model.snapshots.Labels;
import java.lang.management.ManagementFactory;
import java.util.Map;

/** The loop, and the connections that it has. */
final class LoopFamilies {

    private LoopFamilies() {}

    static void add(Families families, LoopMetrics loop) {
        families.gauge("connections", "Clients that are connected to this server.", loop.connections());
        families.counters(
                "connections_refused",
                "Connections that were refused or cut off, by reason.",
                Map.of(
                        Labels.of("reason", "connections"), loop.refused().value(),
                        Labels.of("reason", "memory"), loop.cut().value()));
        families.histogram(
                "event_loop_lag_seconds",
                "How late the loop came to work that is due every 50 ms: what a request would have waited.",
                loop.lateness());
        families.counter(
                "event_loop_busy_seconds", "Processor time that the loop has used.", cpuSeconds(loop.threadId()));
        families.counter(
                "clock_stall_seconds",
                "Time in which the loop, or the whole process, stood still for over half a second.",
                loop.stalledMillis().value() / 1e3);
    }

    private static double cpuSeconds(long thread) {
        return thread == 0 ? 0 : Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(thread)) / 1e9;
    }
}
