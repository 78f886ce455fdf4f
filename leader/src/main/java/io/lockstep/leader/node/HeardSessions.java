package io.lockstep.leader.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which sessions this server's clients were heard of in, to be reported to the leader in batches, and which of those
 * renewals the leader has confirmed.
 */
final class HeardSessions {

    /** Between two reports. */
    static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Reports without an answer that are kept; an answer to an older one comes too late to count. */
    private static final int REPORTS_KEPT_MAX = 16;

    private final NodeIdentity self;
    private final LeaderLink leaderLink;
    private final NodeClock clock;
    private final Map<Long, Long> heardNanos = new HashMap<>();
    private final Map<Long, Long> confirmedNanos = new HashMap<>();
    private final LinkedHashMap<Long, Map<Long, Long>> reports = new LinkedHashMap<>();
    private long reportLast;
    private long reportedNanos;

    HeardSessions(NodeIdentity self, LeaderLink leaderLink, NodeClock clock) {
        this.self = self;
        this.leaderLink = leaderLink;
        this.clock = clock;
        this.reportedNanos = clock.nanoTime();
    }

    /** A session was opened or taken up here by a request sent at {@code sentNanos}: that counts as its first renewal. */
    void watch(long session, long sentNanos) {
        confirmedNanos.put(session, sentNanos);
    }

    /** The session has ended, or is bound elsewhere. */
    void forget(long session) {
        confirmedNanos.remove(session);
        heardNanos.remove(session);
    }

    /**
     * The session's connection is closed and the session goes on. What was heard of it is still to be reported: it may have
     * come since the last report.
     */
    void unwatch(long session) {
        confirmedNanos.remove(session);
    }

    /** A line of this session came. */
    void heard(long session) {
        heardNanos.put(session, clock.nanoTime());
    }

    /** Milliseconds since the last renewal that the leader confirmed; −1 for a session that is not watched here. */
    long sinceConfirmedMillis(long session) {
        Long confirmed = confirmedNanos.get(session);
        return confirmed == null ? -1 : TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - confirmed);
    }

    /** Sends a report if it is time for one. What was heard is reported again until the leader has confirmed it. */
    void tick() {
        long nowNanos = clock.nanoTime();
        if (nowNanos - reportedNanos < REPORT_NANOS) {
            return;
        }
        reportedNanos = nowNanos;
        List<PeerMessage.SessionAge> ages = new ArrayList<>(heardNanos.size());
        heardNanos.forEach((session, heard) ->
                ages.add(new PeerMessage.SessionAge(session, TimeUnit.NANOSECONDS.toMillis(nowNanos - heard))));
        long report = reportLast + 1;
        if (leaderLink.send(term -> new PeerMessage.Heard(term, self.home(), report, ages))) {
            reportLast = report;
            reports.put(report, new HashMap<>(heardNanos));
            if (reports.size() > REPORTS_KEPT_MAX) {
                reports.remove(reports.keySet().iterator().next());
            }
        }
    }

    /** The leader confirmed a report. */
    void renewed(PeerMessage.Renewed message) {
        Map<Long, Long> report = reports.remove(message.report());
        if (report == null) {
            return;
        }
        report.forEach(heardNanos::remove);
        report.keySet().removeAll(message.ended());
        report.forEach((session, heard) ->
                confirmedNanos.computeIfPresent(session, (number, before) -> Math.max(before, heard)));
    }
}
