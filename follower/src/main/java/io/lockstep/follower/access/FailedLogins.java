package io.lockstep.follower.access;

import io.lockstep.follower.context.NodeClock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How often each address has failed to log in of late, and so how long its next failure is kept waiting for the answer.
 * A login with a valid token never waits. Loop thread only.
 */
public final class FailedLogins {

    /** Addresses to remember; the one that failed longest ago is forgotten first. */
    static final int ADDRESSES_MAX = 1_024;

    private static final long DELAY_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(200);

    /** Shorter than the time within which a server answers. */
    private static final long DELAY_NANOS_MAX = TimeUnit.SECONDS.toNanos(4);

    /** After so long without a failure an address is as good as any. */
    private static final long MEMORY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final int DOUBLINGS_MAX = 10;

    private final NodeClock clock;
    private final Map<String, Failures> byHost = new LinkedHashMap<>();

    private record Failures(int count, long lastNanos) {}

    /** Nobody has failed so far. */
    public FailedLogins(NodeClock clock) {
        this.clock = clock;
    }

    /** Counts a failure, and returns how long to wait with its answer. */
    public long failed(String host) {
        long nowNanos = clock.nanoTime();
        Failures before = byHost.remove(host);
        int count = before == null || nowNanos - before.lastNanos > MEMORY_NANOS ? 0 : before.count;
        byHost.put(host, new Failures(count + 1, nowNanos));
        if (byHost.size() > ADDRESSES_MAX) {
            Iterator<String> eldest = byHost.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return Math.min(DELAY_NANOS_MAX, DELAY_NANOS_MIN << Math.min(count, DOUBLINGS_MAX));
    }

    int size() {
        return byHost.size();
    }
}
