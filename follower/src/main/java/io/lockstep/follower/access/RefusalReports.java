package io.lockstep.follower.access;

import io.lockstep.common.command.Command;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.forwarding.PendingRequests;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts refused logins and denied requests into the audit. The first of a kind is reported at once, the others of the
 * next minute together, by their number; so nobody can fill the log. Loop thread only.
 */
public final class RefusalReports {

    /** Kinds that are counted one by one; the others are counted together. */
    static final int KINDS_MAX = 16;

    static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(RefusalReports.class);
    private static final Kind OTHERS = new Kind("AUTH", "", "several");

    private final int server;
    private final PendingRequests pending;
    private final NodeClock clock;
    private final RandomGenerator random;
    private final Map<Kind, Count> counts = new LinkedHashMap<>();

    private record Kind(String verb, String user, String host) {}

    private static final class Count {
        long sinceNanos;
        int unreported;
    }

    /** @param random tells one report from another */
    public RefusalReports(int server, PendingRequests pending, NodeClock clock, RandomGenerator random) {
        this.server = server;
        this.pending = pending;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A request was refused.
     *
     * @param user who sent it; empty if nobody knows
     * @param address {@code host:port} of the client
     */
    public void refused(String verb, String user, String address) {
        Kind kind = new Kind(verb, user, hostOf(address));
        Count known = counts.get(kind);
        if (known == null && counts.size() >= KINDS_MAX) {
            kind = OTHERS;
            known = counts.get(kind);
        }
        if (known != null) {
            known.unreported++;
            return;
        }
        Count count = new Count();
        count.sinceNanos = clock.nanoTime();
        counts.put(kind, count);
        report(kind, 1);
    }

    /** The part of an address that names the host. */
    public static String hostOf(String address) {
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    /** Reports what a minute has brought. */
    public void tick() {
        long nowNanos = clock.nanoTime();
        Iterator<Map.Entry<Kind, Count>> each = counts.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Kind, Count> entry = each.next();
            Count count = entry.getValue();
            if (nowNanos - count.sinceNanos < INTERVAL_NANOS) {
                continue;
            }
            if (count.unreported == 0) {
                each.remove();
            } else {
                report(entry.getKey(), count.unreported);
                count.unreported = 0;
                count.sinceNanos = nowNanos;
            }
        }
    }

    private void report(Kind kind, int times) {
        LOG.warn(
                "Refused {} of {} from {}, {} time(s)",
                kind.verb,
                kind.user.isEmpty() ? "a stranger" : "user " + kind.user,
                kind.host,
                times);
        if (!pending.full()) {
            long number = random.nextLong() >>> 1;
            pending.submit(
                    new Command.ReportRefusals(server, number, kind.verb, kind.user, kind.host, times), outcome -> {});
        }
    }
}
