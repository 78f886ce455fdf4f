package io.lockstep.follower.session;

import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.Route;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The renewals of sessions that are connected here. It records when each session last sent a line, reports this to the
 * leader in batches, and knows which renewals the leader has confirmed. Loop thread only.
 */
public final class RenewalReports {

    /** The interval between two reports. */
    static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The number of unanswered reports to keep. An answer to an older report is ignored. */
    private static final int REPORTS_KEPT_MAX = 16;

    private final ServerIncarnation home;
    private final LeaderLink leaderLink;
    private final NodeClock clock;
    private final Map<Long, Long> receivedNanos = new HashMap<>();
    private final Map<Long, Long> confirmedNanos = new HashMap<>();
    private final LinkedHashMap<Long, Report> reports = new LinkedHashMap<>();
    private final Map<Long, List<Awaited>> awaited = new HashMap<>();
    private long reportLast;
    private long reportedNanos;

    /** A client waits for the confirmation of a renewal that no report has named yet. */
    private boolean reportSoon;

    /** @param home this run of this server */
    public RenewalReports(ServerIncarnation home, LeaderLink leaderLink, NodeClock clock) {
        this.home = home;
        this.leaderLink = leaderLink;
        this.clock = clock;
        this.reportedNanos = clock.nanoTime();
    }

    /**
     * A session was opened or resumed here by a request sent at {@code sentNanos}, which counts as its first renewal.
     */
    void watch(long session, long sentNanos) {
        confirmedNanos.put(session, sentNanos);
    }

    /** The session has ended, or is bound to another server. */
    void forget(long session) {
        unwatch(session);
        receivedNanos.remove(session);
    }

    /**
     * The session's connection is closed and the session lives on. Its last renewal is still reported, since it may
     * have come after the last report.
     */
    void unwatch(long session) {
        confirmedNanos.remove(session);
        awaited.remove(session);
    }

    /** A line of this session has arrived at {@code nanos}. */
    void renew(long session, long nanos) {
        receivedNanos.put(session, nanos);
    }

    /**
     * Runs {@code then} once the leader has confirmed the newest renewal of the session, which may be at once. Never
     * runs it if the session ends or loses its connection first.
     *
     * @return withdraws {@code then}, so that it is neither run nor kept; without effect once it has run
     */
    public Runnable whenConfirmed(long session, Runnable then) {
        Long received = receivedNanos.get(session);
        if (received == null) {
            then.run();
            return ReplicatedMap.NOTHING_TO_WITHDRAW;
        }
        Awaited waiter = new Awaited(received, then);
        awaited.computeIfAbsent(session, key -> new ArrayList<>(1)).add(waiter);
        reportSoon |= received - reportedNanos > 0;
        return () -> withdraw(session, waiter);
    }

    private void withdraw(long session, Awaited waiter) {
        List<Awaited> waiting = awaited.get(session);
        if (waiting != null && waiting.remove(waiter) && waiting.isEmpty()) {
            awaited.remove(session);
        }
    }

    /** Milliseconds since the last renewal that the leader confirmed; −1 for a session that is not watched here. */
    public long sinceConfirmedMillis(long session) {
        Long confirmed = confirmedNanos.get(session);
        return confirmed == null ? -1 : TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - confirmed);
    }

    /**
     * Sends a report if one is due or a client waits for the next one. A renewal is reported again until the leader
     * has confirmed it.
     */
    public void tick() {
        long nowNanos = clock.nanoTime();
        if (nowNanos - reportedNanos < REPORT_NANOS && !reportSoon) {
            return;
        }
        reportedNanos = nowNanos;
        reportSoon = false;
        List<PeerMessage.SessionAge> ages = new ArrayList<>(receivedNanos.size());
        receivedNanos.forEach((session, received) ->
                ages.add(new PeerMessage.SessionAge(session, TimeUnit.NANOSECONDS.toMillis(nowNanos - received))));
        long report = reportLast + 1;
        Route route = leaderLink.send(
                new PeerMessage.RenewalReport(leaderLink.term(), home, report, ages, List.copyOf(leaderLink.linked())));
        if (route != null) {
            reportLast = report;
            reports.put(report, new Report(route, new HashMap<>(receivedNanos)));
            if (reports.size() > REPORTS_KEPT_MAX) {
                reports.remove(reports.keySet().iterator().next());
            }
        }
    }

    /**
     * The leader has confirmed a report. Ignored if it came another way than the report went.
     *
     * @return whether it was not ignored
     */
    public boolean renewed(Route by, PeerMessage.Renewed message) {
        Report confirmed = reports.get(message.report());
        if (confirmed == null || !confirmed.route.equals(by)) {
            return false;
        }
        reports.remove(message.report());
        Map<Long, Long> report = confirmed.receivedNanos;
        // A renewal of a session that is about to end stays unconfirmed.
        report.keySet().removeAll(message.ended());
        report.forEach(receivedNanos::remove);
        report.forEach((session, received) -> {
            confirmedNanos.computeIfPresent(session, (number, before) -> Math.max(before, received));
            tellAwaited(session, received);
        });
        return true;
    }

    private void tellAwaited(long session, long renewalNanos) {
        List<Awaited> waiting = awaited.remove(session);
        if (waiting != null) {
            for (Awaited each : waiting) {
                if (each.sinceNanos - renewalNanos <= 0) {
                    each.then.run();
                } else {
                    awaited.computeIfAbsent(session, key -> new ArrayList<>(1)).add(each);
                }
            }
        }
    }

    /** A report that is not confirmed yet: the way it went, and when each session was last heard of. */
    private record Report(Route route, Map<Long, Long> receivedNanos) {}

    /** A client waits for the confirmation of the renewal of {@code sinceNanos}, or of a later one. */
    private record Awaited(long sinceNanos, Runnable then) {}
}
