package io.lockstep.client.api;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.inspect.LockObserver;
import io.lockstep.client.session.BackgroundReleases;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.turn.Turn;
import io.lockstep.client.turn.Turns;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The locks that a client holds. Notices losses, and releases lost locks in the background. Safe for any thread. */
final class Grants {

    /** Losses that are kept because they were reported before the answer with the grant was processed. */
    private static final int EARLY_LOSSES_MAX = 128;

    private final ClientSession session;
    private final BackgroundReleases releases;
    private final Turns turns;
    private final ClientEvents events;
    private final Executor workers;
    private final Duration timeout;
    private final Map<Long, HeldLock> held = new LinkedHashMap<>();
    private final Map<Long, LostReason> lostEarly = new LinkedHashMap<>();
    private boolean closed;

    Grants(
            ClientSession session,
            BackgroundReleases releases,
            Turns turns,
            ClientEvents events,
            Executor workers,
            Duration timeout) {
        this.events = events;
        this.session = session;
        this.releases = releases;
        this.turns = turns;
        this.workers = workers;
        this.timeout = timeout;
    }

    ClientSession session() {
        return session;
    }

    BackgroundReleases releases() {
        return releases;
    }

    Turns turns() {
        return turns;
    }

    Executor workers() {
        return workers;
    }

    Duration timeout() {
        return timeout;
    }

    /** A LOCK of that session was granted. */
    HeldLock granted(List<String> names, long token, long in, Turn turn) {
        HeldLock lock = new HeldLock(this, names, token, in, turn);
        turns.held(turn, token);
        LostReason already = null;
        synchronized (this) {
            held.put(token, lock);
            if (closed) {
                already = LostReason.CLIENT_CLOSED;
            } else {
                already = lostEarly.get(token);
            }
        }
        if (already != null) {
            lose(lock, already);
        }
        review(lock);
        return lock;
    }

    Duration leaseLeft(long in) {
        return session.leaseLeft(in);
    }

    /** Tells the observer how a request ended. */
    void observe(LockRequest request, @Nullable AcquireResult outcome, @Nullable Throwable failure, long begunNanos) {
        Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
        events.observe(observer -> {
            if (outcome instanceof AcquireResult.Granted granted) {
                observer.granted(request.names(), granted.lock().token(), took);
            } else if (outcome instanceof AcquireResult.Refused refused) {
                observer.notGranted(request.names(), refused.refusal().code(), took);
            } else if (failure != null) {
                observer.notGranted(request.names(), failure.getClass().getSimpleName(), took);
            }
        });
    }

    void observe(Consumer<LockObserver> event) {
        events.observe(event);
    }

    /** Marks the lock as lost if its session can no longer be relied on. */
    void review(HeldLock lock) {
        if (session.leaseLeft(lock.session()).isZero()) {
            SessionIdentity present = session.identity();
            boolean lasts = present != null && present.session() == lock.session();
            lose(lock, lasts ? LostReason.UNCONFIRMED : LostReason.SESSION_ENDED);
        }
    }

    /** The same for all locks. */
    void review() {
        all().forEach(this::review);
    }

    /** The cluster reported the end of this grant. */
    void ended(long token, LostReason reason) {
        HeldLock lock;
        synchronized (this) {
            lock = held.get(token);
            if (lock == null) {
                lostEarly.put(token, reason);
                if (lostEarly.size() > EARLY_LOSSES_MAX) {
                    lostEarly.remove(lostEarly.keySet().iterator().next());
                }
            }
        }
        if (lock != null) {
            lose(lock, reason);
        }
    }

    /** Asks the cluster about each lock, as a loss during a disconnection was not reported. Blocks. */
    void verify() throws InterruptedException {
        for (HeldLock lock : all()) {
            for (String name : lock.names()) {
                if (isGone(lock, name)) {
                    lose(lock, LostReason.REVOKED);
                }
            }
        }
    }

    private boolean isGone(HeldLock lock, String name) throws InterruptedException {
        Call who = Call.of(Verb.WHO, name).with("limit", ProtocolLimits.LIST_ROWS_MAX);
        Optional<Reply> told = session.call(who).success();
        return told.isPresent()
                && told.get().line().option("more") == null
                && told.get().rows().stream().noneMatch(row -> isGrant(row, lock.token()));
    }

    private static boolean isGrant(ServerLine row, long token) {
        return row.value().equals("holder") && row.number("token", 0) == token;
    }

    private void lose(HeldLock lock, LostReason reason) {
        if (lock.lose(reason)) {
            Duration age = lock.age();
            events.observe(observer -> observer.lost(lock.names(), lock.token(), reason.name(), age));
            over(lock);
            turns.end(lock.turn());
            // The cluster may still count it as held.
            var unused = lock.giveBack();
        }
    }

    /** Removes a lock that was released or lost. */
    void over(HeldLock lock) {
        review(lock);
        synchronized (this) {
            held.remove(lock.token(), lock);
        }
    }

    CompletableFuture<Boolean> giveBack(HeldLock lock) {
        Turn turn = lock.turn();
        turns.releasing(turn);
        CompletableFuture<Boolean> confirmed = releases.giveBack(lock.names(), lock.token(), lock.session());
        var unused = confirmed.whenComplete((held, failure) -> turns.end(turn));
        return confirmed;
    }

    /** Runs it on another thread; on this one if there is none, as a loss must be told in any case. */
    void callBack(Runnable callback) {
        boolean begun = false;
        try {
            workers.execute(callback);
            begun = true;
        } finally {
            if (!begun) {
                callback.run();
            }
        }
    }

    /** Waits up to the timeout for a future that never fails. An interrupt ends the wait, and stays set. */
    void await(CompletableFuture<?> future) {
        try {
            future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // The release continues in the background.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Marks all locks as lost, as the client is being closed. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(lock -> lose(lock, LostReason.CLIENT_CLOSED));
    }

    /** The same when the session cannot be kept alive, and tells those that wait for their turn. */
    void fail() {
        close();
        turns.close();
    }

    private synchronized List<HeldLock> all() {
        return List.copyOf(held.values());
    }
}
