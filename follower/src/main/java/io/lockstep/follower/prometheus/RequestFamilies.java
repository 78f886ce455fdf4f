package io.lockstep.follower.prometheus;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.metrics.LatencyHistogram;
import io.lockstep.follower.metrics.LockFigures;
import io.lockstep.follower.metrics.NodeMetrics;
import io.lockstep.follower.metrics.RequestMetrics;
import io.lockstep.follower.metrics.ServerMetrics;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Requests and locks. */
final class RequestFamilies {

    private RequestFamilies() {}

    static void add(Families families, ServerMetrics metrics) {
        requests(families, metrics.node().requests());
        locks(families, metrics.node());
        metrics.census().want();
        census(families, metrics.census().latest());
    }

    private static void requests(Families families, RequestMetrics requests) {
        Map<Labels, Long> counts = new LinkedHashMap<>();
        Set<Verb> asked = new TreeSet<>();
        requests.forEach((verb, result, count) -> {
            counts.put(Labels.of("verb", verb.name(), "result", result), count);
            asked.add(verb);
        });
        families.counters("requests", "Requests of this server's clients, by verb and result.", counts);
        Map<String, LatencyHistogram> took = new LinkedHashMap<>();
        asked.forEach(verb -> took.put(verb.name(), requests.took(verb)));
        families.histograms(
                "request_seconds",
                "From a request to its answer or, for a LOCK that waits, to its place in the wait queue.",
                "verb",
                took);
        families.counters(
                "auth_failures",
                "Requests that were refused for want of a user, a valid token, or a right.",
                Map.of(
                        Labels.of("reason", "no_user"), requests.count(ErrorCode.AUTH_REQUIRED),
                        Labels.of("reason", "token"), requests.count(ErrorCode.AUTH_FAILED),
                        Labels.of("reason", "right"), requests.count(ErrorCode.DENIED)));
        families.histogram(
                "lock_wait_seconds",
                "How long LOCKs of this server's clients were in a wait queue, whatever came of it.",
                requests.waits());
    }

    private static void locks(Families families, NodeMetrics node) {
        families.histogram(
                "lock_hold_seconds",
                "How long locks were held. Counted by the server that leads when they become free.",
                node.holds());
        families.counter(
                "locks_forced",
                "Locks that operators took away. Counted by the server that leads.",
                node.forced().value());
        families.counter(
                "sessions_expired",
                "Sessions whose lease ran out. Counted by the server that leads.",
                node.expired().value());
        families.counter(
                "leader_changes",
                "How often another server led than before, as this server saw it.",
                node.leaderChanges().value());
    }

    private static void census(Families families, LockFigures.Findings found) {
        Map<String, Long> held = new LinkedHashMap<>();
        held.put("exclusive", found.locks().exclusive());
        held.put("shared", found.locks().shared());
        held.put("semaphore", found.locks().semaphore());
        families.gauges("locks_held", "Locks that are held, by mode.", "mode", held);
        families.gauge("locks_waiting", "Requests in the wait queues of locks.", found.waiting());
        families.gauge(
                "oldest_waiter_seconds",
                "How long the request has waited that has waited longest.",
                found.oldestWaitSeconds());
        families.gauge(
                "longest_held_seconds",
                "How long the lock has been held that has been held longest.",
                found.longestHeldSeconds());
    }
}
