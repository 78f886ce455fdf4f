package io.lockstep.leader.lease;

import io.lockstep.common.command.ServerIncarnation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of each session's last renewal, as the leader knows it, and the leases that have run out. A new leader makes
 * a new one, which gives every session one full TTL. All times are nanoseconds of the leader's monotonic clock.
 *
 * <p>Checks each session once per TTL, not once per renewal.
 */
final class LeaseTable {

    /**
     * How long after its lease ran out a session still lives. A report of a renewal may take this long: servers report
     * every 250 ms, plus a tick, plus the network. Short enough for a session to end within a second after its TTL.
     */
    static final long REPORT_DELAY_MILLIS_MAX = 500;

    private static final long NEWS_NANOS = TimeUnit.MILLISECONDS.toNanos(REPORT_DELAY_MILLIS_MAX);

    /** How long a session found due rests before it is checked again. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Map<Long, Lease> leases = new HashMap<>();
    private final Map<ServerIncarnation, Long> homesHeard = new HashMap<>();
    private final PriorityQueue<Look> looks = new PriorityQueue<>();

    /**
     * Starts the lease of a session, or restarts it after the session was resumed.
     *
     * @param socketHome the server of the session's socket, whose reports renew the session; null for a session that
     *     renews itself
     */
    void start(long session, long ttlMillis, @Nullable ServerIncarnation socketHome, long nowNanos) {
        Lease lease = new Lease(TimeUnit.MILLISECONDS.toNanos(ttlMillis), socketHome, nowNanos);
        leases.put(session, lease);
        looks.add(new Look(dueNanos(lease), session, lease));
    }

    /** The session has ended. */
    void forget(long session) {
        leases.remove(session);
    }

    /** The session was renewed at {@code renewedNanos}. A report older than the last renewal changes nothing. */
    void renewed(long session, long renewedNanos) {
        Lease lease = leases.get(session);
        if (lease != null && renewedNanos - lease.renewedNanos > 0) {
            lease.renewedNanos = renewedNanos;
        }
    }

    /** A server has reported: every session that lives by one of its sockets is alive. */
    void serverReported(ServerIncarnation home, long nowNanos) {
        homesHeard.put(home, nowNanos);
    }

    /** Gives every session a full TTL from now, after this server was stalled and may have missed renewals. */
    void extendAll(long nowNanos) {
        leases.values().forEach(lease -> lease.renewedNanos = nowNanos);
    }

    /**
     * The sessions whose lease ran out long enough ago for any report of a renewal to have arrived, and whose expiry is
     * not in progress.
     */
    List<Long> due(long nowNanos) {
        List<Long> due = new ArrayList<>();
        while (!looks.isEmpty() && looks.peek().atNanos - nowNanos <= 0) {
            Look look = looks.remove();
            Lease lease = leases.get(look.session);
            if (lease != look.lease) {
                continue;
            }
            long dueNanos = dueNanos(lease);
            if (dueNanos - nowNanos > 0) {
                looks.add(new Look(dueNanos, look.session, lease));
                continue;
            }
            looks.add(new Look(nowNanos + LOOK_AGAIN_NANOS, look.session, lease));
            if (!lease.expiring) {
                due.add(look.session);
            }
        }
        return due;
    }

    /**
     * Whether the session's lease ran out long enough ago for any report of a renewal to have arrived, and no expiry of
     * it is in progress.
     */
    boolean due(long session, long nowNanos) {
        Lease lease = leases.get(session);
        return lease != null && !lease.expiring && dueNanos(lease) - nowNanos <= 0;
    }

    /** An expiry of the session is about to be proposed: from now on no renewal of it counts. */
    void markExpiring(long session) {
        Lease lease = leases.get(session);
        if (lease != null) {
            lease.expiring = true;
        }
    }

    /** Whether a renewal of this session may be acknowledged: it has not ended and is not about to end. */
    boolean renewable(long session) {
        Lease lease = leases.get(session);
        return lease != null && !lease.expiring;
    }

    /** The rest of the lease in milliseconds; 0 if there is none. */
    long remainingMillis(long session, long nowNanos) {
        Lease lease = leases.get(session);
        return lease == null ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos(lease) - nowNanos));
    }

    private long dueNanos(Lease lease) {
        return endNanos(lease) + NEWS_NANOS;
    }

    private long endNanos(Lease lease) {
        long renewedNanos = lease.renewedNanos;
        Long homeNanos = lease.socketHome == null ? null : homesHeard.get(lease.socketHome);
        if (homeNanos != null && homeNanos - renewedNanos > 0) {
            renewedNanos = homeNanos;
        }
        return renewedNanos + lease.ttlNanos;
    }

    private static final class Lease {
        final long ttlNanos;
        final @Nullable ServerIncarnation socketHome;
        long renewedNanos;
        boolean expiring;

        Lease(long ttlNanos, @Nullable ServerIncarnation socketHome, long renewedNanos) {
            this.ttlNanos = ttlNanos;
            this.socketHome = socketHome;
            this.renewedNanos = renewedNanos;
        }
    }

    private record Look(long atNanos, long session, Lease lease) implements Comparable<Look> {
        @Override
        public int compareTo(Look other) {
            return Long.signum(atNanos - other.atNanos);
        }
    }
}
