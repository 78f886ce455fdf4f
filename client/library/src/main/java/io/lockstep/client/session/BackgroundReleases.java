package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Releases grants in the background: those that were released or lost here, and those of requests that no caller
 * awaits any longer. Retries until the cluster confirms the release or the session ends, whatever becomes of a thread;
 * until then the cluster counts the locks as this client's. Safe for any thread.
 */
public final class BackgroundReleases {

    private static final long PAUSE_MILLIS = 200;

    private final ClientSession session;
    private final Executor inOrder;
    private final Executor workers;
    private final Duration timeout;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong ended = new AtomicLong();
    private volatile boolean closed;

    /** @param inOrder runs one task at a time, since a session sends one RELEASE at a time */
    public BackgroundReleases(ClientSession session, Executor inOrder, Executor workers, Duration timeout) {
        this.session = session;
        this.inOrder = inOrder;
        this.workers = workers;
        this.timeout = timeout;
    }

    /** Stops all retries: the session ends, and all grants with it. */
    public void close() {
        closed = true;
    }

    /**
     * Whether a request of that time was refused because of a release: one that is not confirmed yet and may be soon
     * enough, or one that was confirmed since {@link #ended} told this number.
     */
    public boolean mayEndSoon(long begunNanos, long endedBefore) {
        boolean mayHaveBeen = ended.get() != endedBefore || underWay.get() > 0;
        return mayHaveBeen && System.nanoTime() - begunNanos < timeout.toNanos();
    }

    /** How many releases have ended. */
    public long ended() {
        return ended.get();
    }

    /**
     * Releases a grant.
     *
     * @param in the number of the session that holds it
     * @return completes with whether the session held it until now
     */
    public CompletableFuture<Boolean> giveBack(List<String> names, long token, long in) {
        Call call = new Call(Verb.RELEASE, names, Map.of()).with("token", token);
        CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
        settled(call, null, in, inOrder, reply -> {
            if (reply == null || reply.ok()) {
                confirmed.complete(reply != null);
            } else if (names.size() == 1) {
                confirmed.complete(false);
            } else {
                // A release is all or none, and a lock that is gone must not keep the others.
                CompletableFuture<?>[] each = names.stream()
                        .map(name -> giveBack(List.of(name), token, in))
                        .toArray(CompletableFuture<?>[]::new);
                var unused = CompletableFuture.allOf(each).thenRun(() -> confirmed.complete(false));
            }
        });
        return confirmed;
    }

    /**
     * Cancels a LOCK that no caller awaits any longer, and releases its grant if there is one. The result completes
     * when the client does not have the lock any longer.
     */
    public CompletableFuture<Void> settle(PendingCall lock) {
        lock.cancel();
        CompletableFuture<Void> gone = new CompletableFuture<>();
        settled(lock.call(), lock, lock.session(), workers, reply -> {
            if (reply != null && reply.ok()) {
                var unused = giveBack(lock.call().values(), reply.line().number("token", 0), lock.session())
                        .whenComplete((held, failure) -> gone.complete(null));
            } else {
                gone.complete(null);
            }
        });
        return gone;
    }

    /** Settles a request however long it takes, and tells the final reply; null if the session ended instead. */
    private void settled(
            Call call, @Nullable PendingCall begun, long in, Executor executor, Consumer<@Nullable Reply> told) {
        underWay.incrementAndGet();
        CompletableFuture<@Nullable Reply> settled = new CompletableFuture<>();
        var unused = settled.whenComplete((reply, failure) -> {
            ended.incrementAndGet();
            underWay.decrementAndGet();
            told.accept(reply);
        });
        tryIn(executor, () -> attempt(call, begun, in, executor, settled));
    }

    private void attempt(
            Call call,
            @Nullable PendingCall begun,
            long in,
            Executor executor,
            CompletableFuture<@Nullable Reply> settled) {
        PendingCall request = begun != null ? begun : session.begin(call);
        boolean goesOn = true;
        try {
            if (!lasts(in, request)) {
                session.abandon(request);
                goesOn = false;
                settled.complete(null);
                return;
            }
            CallOutcome outcome = session.settle(request, timeout);
            if (outcome instanceof CallOutcome.Answered answered && isFinal(call, answered.reply())) {
                goesOn = false;
                settled.complete(answered.reply());
            } else if (!(outcome instanceof CallOutcome.Unknown) && call.verb() == Verb.LOCK) {
                goesOn = false;
                settled.complete(null);
            }
            request = outcome instanceof CallOutcome.Unknown ? request : session.begin(call);
        } catch (InterruptedException e) {
            // The client interrupts no thread of its own, and the release is still due.
        } finally {
            if (goesOn) {
                PendingCall next = request;
                later(executor, () -> attempt(call, next, in, executor, settled));
            }
        }
    }

    private static boolean isFinal(Call call, Reply reply) {
        return call.verb() == Verb.LOCK || reply.ok() || reply.saysNotHeld();
    }

    private void tryIn(Executor executor, Runnable task) {
        boolean begun = false;
        try {
            executor.execute(task);
            begun = true;
        } finally {
            if (!begun) {
                later(executor, task);
            }
        }
    }

    private void later(Executor executor, Runnable task) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        var unused = pause.thenRun(() -> tryIn(executor, task));
        pause.completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether there is still something to release: a grant lasts no longer than its session. */
    private boolean lasts(long in, PendingCall request) {
        SessionIdentity present = session.identity();
        return !closed && present != null && (present.session() == in || isUnsent(request, in));
    }

    private static boolean isUnsent(PendingCall request, long in) {
        return request.call().verb() == Verb.LOCK && in == 0;
    }
}
