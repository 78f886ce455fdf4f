package io.lockstep.tools.record;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import io.lockstep.tools.record.RequestAttempts.Trouble;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that takes grants with their own lease, one after the other: it extends some, releases some, over whatever
 * session it has then, and leaves the others to their lease. In the history each grant is a client of its own, as it is
 * in the cluster. Runs on a thread of its own.
 */
final class TortureLeaseClient {

    private static final int HUNDRED = 100;
    private static final int CUT_PERCENT = 5;
    private static final int NEW_SESSION_PERCENT = 10;
    private static final int EXTEND_PERCENT = 30;
    private static final int RELEASE_PERCENT = 60;
    private static final int WAIT_MILLIS_MAX = 500;
    private static final long LEASE_MILLIS_MIN = 1_000;
    private static final int LEASE_MILLIS_MORE = 1_000;
    private static final int REOPEN_MILLIS = 50;

    /** A grant, and the line that says from when on it may end. */
    private record Leased(String owner, String lock, long token, String key, long leaseMillis, HistoryLine end) {}

    private final TortureSettings settings;
    private final Recorder recorder;
    private final SplittableRandom random;
    private TortureSession session;

    TortureLeaseClient(TortureSettings settings, Recorder recorder, SplittableRandom random) {
        this.settings = settings;
        this.recorder = recorder;
        this.random = random;
        session = new TortureSession(settings.servers(), random, recorder);
        session.giveUp();
    }

    /** Runs until this time. */
    void run(long endNanos) throws InterruptedException {
        while (endNanos - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.sleep(random.nextLong(2 * settings.pause().toNanos() + 1));
            if (session.isOver() || chance(NEW_SESSION_PERCENT)) {
                reopen();
            }
            if (!session.isOver()) {
                Leased grant = acquire(settings.lockNames().get(random.nextInt(settings.locks())));
                if (grant != null) {
                    use(grant);
                }
            }
        }
        session.giveUp();
    }

    private void reopen() throws InterruptedException {
        session.giveUp();
        TortureSession fresh = new TortureSession(settings.servers(), random, recorder);
        if (fresh.open(settings.ttl().toMillis(), false)) {
            session = fresh;
        } else {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(REOPEN_MILLIS));
        }
    }

    private @Nullable Leased acquire(String lock) throws InterruptedException {
        long leaseMillis = LEASE_MILLIS_MIN + random.nextInt(LEASE_MILLIS_MORE);
        String chosen = random.nextBoolean() ? "" : "key-" + Long.toHexString(random.nextLong());
        String line = "LOCK " + LineSyntax.quoted(lock) + " lease=" + leaseMillis + "ms"
                + (chosen.isEmpty() ? "" : " key=" + chosen);
        long call = System.nanoTime();
        // Nobody knows the client id of the grant before the answer.
        String nameless = Operation.NAMELESS + Long.toHexString(random.nextLong());
        HistoryLine entry = recorder.begin(Operation.begun(nameless, Kind.ACQUIRE, lock, call, Operation.NO_TOKEN));
        RequestAttempts attempts = attempts(line, random.nextBoolean() ? 0 : 1 + random.nextInt(WAIT_MILLIS_MAX));
        ServerLine answer = attempts.run();
        Result result =
                answer == null ? Result.UNKNOWN : RecordedRequests.acquired(lock, answer, attempts.wasSentBefore());
        long mayEndNanos = call + TimeUnit.MILLISECONDS.toNanos(leaseMillis);
        if (answer == null || result == Result.UNKNOWN) {
            recorder.leave(entry);
            recorder.add(Operation.expire(nameless, lock, mayEndNanos, Operation.NO_TOKEN));
            session.giveUp();
            return null;
        }
        String owner = answer.options().getOrDefault("owner", nameless);
        long token = answer.number("token", Operation.NO_TOKEN);
        if (result == Result.OK) {
            recorder.requireOwnName(owner, -token);
            entry.become(Operation.begun(owner, Kind.ACQUIRE, lock, call, Operation.NO_TOKEN));
            recorder.end(entry, result, token);
            HistoryLine end = recorder.begin(Operation.expire(owner, lock, mayEndNanos, token));
            return new Leased(owner, lock, token, answer.options().getOrDefault("key", chosen), leaseMillis, end);
        }
        recorder.end(entry, result, Operation.NO_TOKEN);
        return null;
    }

    private void use(Leased grant) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextLong(grant.leaseMillis() / 2));
        if (chance(EXTEND_PERCENT) && usable()) {
            extend(grant);
            TimeUnit.MILLISECONDS.sleep(random.nextLong(grant.leaseMillis() / 2));
        }
        if (chance(RELEASE_PERCENT) && usable()) {
            release(grant);
        }
        recorder.leave(grant.end());
    }

    /** Whether there is a session, which may be another one than that which asked for the grant. */
    private boolean usable() throws InterruptedException {
        if (session.isOver() || chance(NEW_SESSION_PERCENT)) {
            reopen();
        }
        return !session.isOver();
    }

    private void extend(Leased grant) throws InterruptedException {
        long call = System.nanoTime();
        ServerLine answer = attempts(
                        "EXTEND " + LineSyntax.quoted(grant.lock()) + " key=" + grant.key() + " lease="
                                + grant.leaseMillis() + "ms",
                        0)
                .run();
        if (answer == null) {
            session.giveUp();
        } else if (answer.kind() == ServerLine.Kind.OK) {
            recorder.event("lease extended");
            long mayEndNanos = call + TimeUnit.MILLISECONDS.toNanos(grant.leaseMillis());
            grant.end().become(Operation.expire(grant.owner(), grant.lock(), mayEndNanos, grant.token()));
        }
    }

    private void release(Leased grant) throws InterruptedException {
        HistoryLine entry = recorder.begin(
                Operation.begun(grant.owner(), Kind.RELEASE, grant.lock(), System.nanoTime(), grant.token()));
        RequestAttempts attempts = attempts(
                "RELEASE " + LineSyntax.quoted(grant.lock()) + " token=" + grant.token() + " key=" + grant.key(), 0);
        ServerLine answer = attempts.run();
        ErrorCode code = answer == null ? null : answer.errorCode().orElse(null);
        if (answer != null && answer.kind() == ServerLine.Kind.OK) {
            recorder.end(entry, Result.OK, grant.token());
        } else if (code == ErrorCode.NOT_HELD || code == ErrorCode.NOT_OWNER || code == ErrorCode.STALE_TOKEN) {
            recorder.end(entry, Result.NOT_HELD, grant.token());
        } else {
            recorder.leave(entry);
            session.giveUp();
        }
    }

    private RequestAttempts attempts(String line, long waitMillis) {
        Trouble trouble = chance(CUT_PERCENT) ? Trouble.CUT : Trouble.NONE;
        return new RequestAttempts(session, random, recorder, line, waitMillis, trouble);
    }

    private boolean chance(int percent) {
        return random.nextInt(HUNDRED) < percent;
    }
}
