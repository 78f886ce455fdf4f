package io.lockstep.endtoend.recorder;

import io.lockstep.client.api.AcquireResult;
import io.lockstep.client.api.HeldLock;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockClientSettings;
import io.lockstep.client.api.LockException;
import io.lockstep.client.api.LockLostException;
import io.lockstep.client.api.LockRequest;
import io.lockstep.client.api.LockServiceUnavailableException;
import io.lockstep.client.api.OutcomeUnknownException;
import io.lockstep.client.api.Refusal;
import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.HistoryFile;
import io.lockstep.tools.record.HistoryFile.HistoryLine;
import io.lockstep.tools.record.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client of the library: takes a lock, works under it, releases it, again and again. It records only what the
 * library promises: a lock may end when {@link HeldLock#remaining} has passed, and an outcome that the library calls
 * unknown is unknown. After trouble it goes on with a new client. Runs on a thread of its own.
 */
final class LibraryClient {

    private static final int WAIT_MILLIS_MAX = 500;
    private static final int WORK_MILLIS_MAX = 40;
    private static final int LONG_WORK_PERCENT = 2;
    private static final int LONG_WORK_MILLIS = 2_500;
    private static final int HUNDRED = 100;

    private final LockClientSettings settings;
    private final List<String> locks;
    private final HistoryFile history;
    private final Resource resource;
    private final SplittableRandom random;
    private final AtomicLong definite;
    private final AtomicLong grants;

    LibraryClient(
            LockClientSettings settings,
            List<String> locks,
            HistoryFile history,
            Resource resource,
            SplittableRandom random,
            AtomicLong definite,
            AtomicLong grants) {
        this.settings = settings;
        this.locks = locks;
        this.history = history;
        this.resource = resource;
        this.random = random;
        this.definite = definite;
        this.grants = grants;
    }

    /** Runs until this time. */
    void run(long endNanos) {
        try {
            while (endNanos - System.nanoTime() > 0) {
                try (LockClient client = LockClient.connect(settings)) {
                    Set<Long> sessions = ConcurrentHashMap.newKeySet();
                    client.onStateChange(state -> sessions.add(client.clientId()));
                    boolean goesOn = true;
                    while (goesOn && endNanos - System.nanoTime() > 0) {
                        goesOn = cycle(client, sessions);
                    }
                } catch (LockServiceUnavailableException e) {
                    TimeUnit.MILLISECONDS.sleep(WORK_MILLIS_MAX);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a lock and gives it back; false if this client is of no further use. */
    private boolean cycle(LockClient client, Set<Long> sessions) throws InterruptedException {
        sessions.clear();
        long session = client.clientId();
        if (session == 0) {
            return false;
        }
        String lock = locks.get(random.nextInt(locks.size()));
        long wait = random.nextBoolean() ? 0 : random.nextInt(WAIT_MILLIS_MAX);
        HistoryLine call = begin(session, Kind.ACQUIRE, lock, Operation.NO_TOKEN);
        try {
            AcquireResult result = client.attempt(LockRequest.of(lock).waiting(Duration.ofMillis(wait)));
            sessions.add(client.clientId());
            if (result instanceof AcquireResult.Granted) {
                grants.incrementAndGet();
            }
            if (!sessions.equals(Set.of(session))) {
                // The answer is that of a later session. An earlier one may have got the lock before it ended.
                return unknown(call, sessions);
            }
            if (result instanceof AcquireResult.Granted granted) {
                return under(session, call, granted.lock());
            }
            refused(call, ((AcquireResult.Refused) result).refusal());
            return true;
        } catch (OutcomeUnknownException e) {
            sessions.add(client.clientId());
            return unknown(call, sessions);
        } catch (LockException e) {
            sessions.add(client.clientId());
            if (!sessions.equals(Set.of(session))) {
                // The library says that nothing is held. A session that has ended meanwhile may have held it.
                return unknown(call, sessions);
            }
            System.out.println("session " + session + ", " + lock + ": " + e);
            end(call, Result.FAIL, Operation.NO_TOKEN);
            return false;
        }
    }

    /** Any session that this client had meanwhile may have got the lock. Closing the client ends the last of them. */
    private boolean unknown(HistoryLine call, Set<Long> sessions) {
        Operation acquire = call.operation();
        history.add(Operation.expire(acquire.client(), acquire.lock(), acquire.call(), Operation.NO_TOKEN));
        sessions.remove(0L);
        sessions.remove(Long.parseLong(acquire.client()));
        for (long other : sessions) {
            String name = Long.toString(other);
            history.add(Operation.begun(name, Kind.ACQUIRE, acquire.lock(), acquire.call(), Operation.NO_TOKEN));
            history.add(Operation.expire(name, acquire.lock(), acquire.call(), Operation.NO_TOKEN));
        }
        return false;
    }

    private void refused(HistoryLine call, Refusal refusal) {
        boolean certain = refusal.code().equals("HELD") && refusal.holder().isPresent();
        end(call, certain ? Result.BUSY : Result.FAIL, Operation.NO_TOKEN);
    }

    private boolean under(long session, HistoryLine call, HeldLock lock) throws InterruptedException {
        end(call, Result.OK, lock.token());
        long mayEndNanos = mayEndNanos(lock);
        HistoryLine end = history.begin(expire(
                session, lock, mayEndNanos > 0 ? mayEndNanos : call.operation().call()));
        boolean longWork = random.nextInt(HUNDRED) < LONG_WORK_PERCENT;
        TimeUnit.MILLISECONDS.sleep(longWork ? LONG_WORK_MILLIS : random.nextInt(WORK_MILLIS_MAX));
        HistoryLine write = begin(session, Kind.WRITE, lock.name(), lock.token());
        Result written = resource.write(lock.name(), lock.token());
        write.become(write.operation().ended(System.nanoTime(), written, lock.token()));
        mayEndNanos = mayEndNanos(lock);
        if (mayEndNanos > 0) {
            end.become(expire(session, lock, mayEndNanos));
        }
        return release(session, lock);
    }

    /** Until when the library promises that the lock is held; 0 if it promises nothing. */
    private static long mayEndNanos(HeldLock lock) {
        long now = System.nanoTime();
        Duration remaining = lock.remaining();
        return remaining.isZero() ? 0 : now + remaining.toNanos();
    }

    private static Operation expire(long session, HeldLock lock, long fromNanos) {
        return Operation.expire(Long.toString(session), lock.name(), fromNanos, lock.token());
    }

    /** Releases the lock. If it is lost, or time is up, nothing is known of when it ends. */
    private boolean release(long session, HeldLock lock) {
        HistoryLine call = begin(session, Kind.RELEASE, lock.name(), lock.token());
        try {
            lock.release();
            boolean confirmed = lock.closeAsync().isDone();
            if (confirmed) {
                end(call, Result.OK, lock.token());
            }
            return confirmed;
        } catch (LockLostException e) {
            return false;
        }
    }

    private HistoryLine begin(long session, Kind kind, String lock, long token) {
        return history.begin(Operation.begun(Long.toString(session), kind, lock, System.nanoTime(), token));
    }

    private void end(HistoryLine line, Result result, long token) {
        line.become(line.operation().ended(System.nanoTime(), result, token));
        if (result != Result.FAIL) {
            definite.incrementAndGet();
        }
    }
}
