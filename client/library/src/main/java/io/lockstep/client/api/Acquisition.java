package io.lockstep.client.api;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.Backoff;
import io.lockstep.client.session.PendingCall;
import io.lockstep.client.session.Settlement;
import io.lockstep.client.turn.Admission;
import io.lockstep.client.turn.Turn;
import io.lockstep.client.turn.TurnTimers;
import io.lockstep.client.turn.Turns;
import io.lockstep.common.protocol.ErrorCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one lock, or several at once: waits for its turn in the process, then asks the cluster, and again as often as
 * need be. While it waits, here or there, it needs no thread but that of a caller that blocks.
 */
final class Acquisition {

    private final LockRequest request;
    private final Grants grants;
    private final Turns turns;
    private final Turn turn;
    private final TurnTimers timers;
    private final CompletableFuture<AcquireResult> result = new CompletableFuture<>();
    private final CompletableFuture<AcquireResult> observed;
    private final long begunNanos = System.nanoTime();
    private final Backoff backoff = new Backoff();
    private volatile boolean cancelled;

    private volatile @Nullable PendingCall call;
    private @Nullable Settlement settlement;
    private long releasesBefore;

    /** @param blocking whether the thread that asks waits for the result */
    Acquisition(LockRequest request, Grants grants, boolean blocking) {
        this.request = request;
        this.grants = grants;
        this.turns = grants.turns();
        this.turn = new Turn(request.names(), Thread.currentThread(), blocking, this::goOnLater);
        this.timers = new TurnTimers(
                turns, turn, grants.workers(), () -> complete(() -> Results.inVain(turn, grants, request)));
        this.observed = result.whenComplete((lock, failure) -> {
            timers.stop();
            grants.observe(request, lock, failure, begunNanos);
        });
    }

    /** Begins, without blocking. The future fails with what {@link LockClient#attempt} throws. */
    CompletableFuture<AcquireResult> start() {
        if (entered(turns.enter(turn, request.waits()))) {
            goOnLater();
        }
        return observed;
    }

    /** Begins, and blocks until there is a result, regardless of interrupts. */
    AcquireResult runUninterruptibly() {
        try {
            return start().join();
        } catch (CompletionException e) {
            throw Results.thrown(e.getCause());
        }
    }

    /** Does it, in the calling thread as far as that need not wait. */
    AcquireResult run() throws InterruptedException {
        boolean here = true;
        try {
            if (entered(turns.enter(turn, request.waits()))) {
                advance();
            }
            here = false;
            return observed.get();
        } catch (InterruptedException e) {
            result.completeExceptionally(e);
            var unused = observed.thenAccept(Results::giveBack);
            if (here) {
                fail(e);
            } else {
                cancel();
            }
            throw e;
        } catch (ExecutionException e) {
            throw Results.thrown(e.getCause());
        }
    }

    /** Ends the wait, unless the lock is granted already. Does not block. */
    void cancel() {
        if (result.isDone() && !result.isCompletedExceptionally()) {
            return;
        }
        cancelled = true;
        turn.abandon();
        PendingCall present = call;
        if (turns.giveUp(turn)) {
            result.completeExceptionally(Results.cancelled(request));
        } else if (present != null) {
            present.cancel();
        }
    }

    /** Whether it has its turn at once. If not, it waits for it, or is over. */
    private boolean entered(Admission entry) {
        if (entry == Admission.WAIT) {
            timers.waits(request.waits() ? waitLeft() : grants.timeout());
        } else if (entry != Admission.GO) {
            complete(() -> Results.here(entry, turn, grants, request));
        }
        return entry == Admission.GO;
    }

    private void goOnLater() {
        if (grants.session().isClosed()) {
            fail(notDone(""));
            return;
        }
        try {
            grants.workers().execute(this::goOn);
        } catch (RuntimeException | Error e) {
            withoutThread(e);
        }
    }

    private @Nullable Void withoutThread(Throwable why) {
        fail(new IllegalStateException("the client has no thread", why));
        return null;
    }

    private void goOn() {
        turn.enterCallbacks();
        try {
            advance();
        } catch (InterruptedException e) {
            // The client interrupts no thread of its own, and the lock is still wanted.
            goOnLater();
        } finally {
            turn.leaveCallbacks();
        }
    }

    /** Goes on in this thread until there is a result, or until it has to wait. */
    private void advance() throws InterruptedException {
        try {
            while (asked()) {
                // The answer was to ask again.
            }
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            // The caller must not wait for ever; the thread ends as it should.
            fail(e);
            throw e;
        }
    }

    /** One request to the cluster; whether to ask again now. */
    private boolean asked() throws InterruptedException {
        Settlement present = settlement;
        if (present == null) {
            if (cancelled || result.isDone()) {
                throw notDone("");
            }
            if (!grants.session().awaitLease(grants.timeout())) {
                throw notDone("no server confirms that this client's session is renewed");
            }
            releasesBefore = grants.releases().ended();
            PendingCall next =
                    grants.session().begin(request.call(turn.mayWaitAtCluster() ? waitLeft() : Duration.ZERO));
            call = next;
            if (cancelled) {
                next.cancel();
            }
            present = grants.session().settlement(next, grants.timeout());
            settlement = present;
        }
        CallOutcome outcome = present.advance();
        if (outcome == null) {
            turns.queued(turn);
            var unused =
                    present.onward().thenRunAsync(this::goOn, grants.workers()).exceptionally(this::withoutThread);
            return false;
        }
        PendingCall settled = Objects.requireNonNull(call);
        if (!(outcome instanceof CallOutcome.Unknown)) {
            settlement = null;
            call = null;
            grants.session().abandon(settled);
        }
        return answered(outcome, settled.session());
    }

    private boolean answered(CallOutcome outcome, long in) {
        if (outcome instanceof CallOutcome.NotDone notDone) {
            throw notDone(notDone.why());
        }
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            throw grants.session().isClosed() ? notDone("") : Results.unknown(request);
        }
        Reply reply = answered.reply();
        if (!reply.ok()) {
            return refused(reply);
        }
        HeldLock lock = grants.granted(request.names(), reply.line().number("token", 0), in, turn);
        if (!result.complete(new AcquireResult.Granted(lock))) {
            var unused = lock.closeAsync();
        }
        return false;
    }

    /** Whether to ask again now. It may also wait for another turn, or end. */
    private boolean refused(Reply reply) {
        boolean mayWait = waitLeft().compareTo(Duration.ofMillis(1)) >= 0;
        ErrorCode code = reply.line().errorCode().orElse(null);
        if (code == ErrorCode.TIMEOUT && mayWait && request.outlastsOneRequest()) {
            return true;
        }
        if ((code == ErrorCode.HELD || code == ErrorCode.DELAYED) && mayWait && !turn.mayWaitAtCluster()) {
            return entered(turns.enterWithPlace(turn));
        }
        if (code == ErrorCode.ALREADY) {
            turns.limit(turn, reply.line().number("limit", 0));
            boolean named = request.names().contains(reply.line().value());
            if (!named && turns.hasOthers(turn)) {
                return entered(turns.enter(turn, request.waits())) && again();
            }
            boolean ours = named && !turns.before(turn).isEmpty();
            if (!ours && (mayWait || grants.releases().mayEndSoon(begunNanos, releasesBefore))) {
                return again();
            }
        }
        if (code == ErrorCode.DEADLOCK && !turns.ownsAnother(turn)) {
            // What this client holds belongs to others in this process, who do not wait for this request.
            return mayWait ? again() : complete(() -> Results.timedOut(reply));
        }
        return complete(() -> Results.of(request, reply));
    }

    /** Asks again soon. */
    private boolean again() {
        Duration left = waitLeft();
        long usual = backoff.next().toNanos();
        long nanos = left.isZero() ? usual : Math.min(usual, TimeUnit.NANOSECONDS.convert(left));
        CompletableFuture<Void> pause = new CompletableFuture<>();
        var unused = pause.thenRunAsync(this::goOn, grants.workers()).exceptionally(this::withoutThread);
        pause.completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        return false;
    }

    /** Ends it with that result or exception. */
    private boolean complete(Supplier<AcquireResult> outcome) {
        turns.end(turn);
        try {
            result.complete(outcome.get());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
        return false;
    }

    /** Ends it without a result; what may be granted is settled in the background. */
    private void fail(Throwable why) {
        PendingCall present = call;
        call = null;
        turn.abandon();
        Optional.ofNullable(settlement).ifPresent(Settlement::stop);
        settlement = null;
        result.completeExceptionally(why);
        if (present != null) {
            var unused = grants.releases().settle(present).whenComplete((done, failure) -> turns.end(turn));
        } else {
            turns.end(turn);
        }
    }

    private Duration waitLeft() {
        return request.waitLeft(System.nanoTime() - begunNanos);
    }

    private RuntimeException notDone(String why) {
        if (grants.session().isClosed()) {
            return new LockServiceUnavailableException("this client is closed");
        }
        return cancelled ? Results.cancelled(request) : Results.notDone(request, why);
    }
}
