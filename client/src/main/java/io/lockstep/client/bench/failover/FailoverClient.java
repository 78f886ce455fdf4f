package io.lockstep.client.bench.failover;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One client of {@link Failover}, on a thread of its own. Its counters are read after that thread has ended. */
final class FailoverClient implements Runnable, SessionListener {

    private final SessionSettings settings;
    private final int client;
    private final FaultGaps gaps;
    private final long countFromNanos;
    private final long endNanos;
    private final Call lock;
    private final Call release;
    private final AtomicLong moves = new AtomicLong();
    private final Map<String, Long> errors = new ConcurrentHashMap<>();
    private long grants;
    private long lastGrantNanos;
    private long longestGapNanos;

    FailoverClient(int client, SessionSettings settings, FaultGaps gaps, long countFromNanos, long endNanos) {
        this.client = client;
        this.settings = settings;
        this.gaps = gaps;
        this.countFromNanos = countFromNanos;
        this.endNanos = endNanos;
        String name =
                "failover-" + Integer.toHexString(ThreadLocalRandom.current().nextInt()) + "-" + client;
        this.lock = Call.of(Verb.LOCK, name);
        this.release = Call.of(Verb.RELEASE, name);
        this.lastGrantNanos = countFromNanos;
    }

    @Override
    public void run() {
        try (ClientSession session = new ClientSession(settings, this)) {
            while (endNanos - System.nanoTime() > 0 && !gaps.isEnded()) {
                if (done(session.call(lock))) {
                    granted(System.nanoTime());
                }
                done(session.call(release));
            }
            noteGap(System.nanoTime());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void granted(long nowNanos) {
        if (nowNanos - countFromNanos >= 0) {
            grants++;
            gaps.granted(client, nowNanos);
            noteGap(nowNanos);
        }
    }

    private void noteGap(long nowNanos) {
        longestGapNanos = Math.max(longestGapNanos, nowNanos - lastGrantNanos);
        lastGrantNanos = nowNanos;
    }

    private boolean done(CallOutcome outcome) {
        if (outcome.success().isPresent()) {
            return true;
        }
        if (outcome instanceof CallOutcome.Answered refused) {
            error(refused.reply().line().word());
        } else {
            error(outcome instanceof CallOutcome.Unknown ? "OUTCOME_UNKNOWN" : "NOT_DONE");
        }
        return false;
    }

    @Override
    public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
        if (resumed) {
            moves.incrementAndGet();
        }
    }

    @Override
    public void lost(String why, Set<String> locks) {
        error("SESSION_LOST");
    }

    private void error(String code) {
        errors.merge(code, 1L, Long::sum);
    }

    long grants() {
        return grants;
    }

    long longestGapNanos() {
        return longestGapNanos;
    }

    long moves() {
        return moves.get();
    }

    Map<String, Long> errors() {
        return errors;
    }
}
