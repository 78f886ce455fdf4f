package io.lockstep.client.api;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.PendingCall;
import io.lockstep.client.session.Settlement;
import io.lockstep.client.turn.Admission;
import io.lockstep.client.turn.Turn;
import io.lockstep.client.turn.Turns;
import io.lockstep.common.protocol.ErrorCode;
import java.time.Duration;
import java.util.Objects;
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

    private static final long RETRY_MILLIS_MIN = 50;
    private static final long RETRY_MILLIS_MAX = 1_000;

    private final LockRequest request;
    private final Grants grants;
    private final ClientSession session;
    private final Turns turns;
    private final Turn turn;
    private final CompletableFuture<AcquireResult> result = new CompletableFuture<>();
    private final long begunNanos = System.nanoTime();
    private long retryMillis = RETRY_MILLIS_MIN;
    private volatile boolean cancelled;

    // What is under way. Used by the thread that goes on; there is one at a time.
    private volatile @Nullable PendingCall call;
    private @Nullable Settlement settlement;

    /** @param blocking whether the thread that asks waits for the result */
    Acquisition(LockRequest request, Grants grants, boolean blocking) {
        this.request = request;
        this.grants = grants;
        this.session = grants.session();
        this.turns = grants.turns();
        this.turn = new Turn(request.names(), Thread.currentThread(), blocking, this::goOnLater);
        var unused = result.whenComplete((outcome, failure) -> grants.observe(request, outcome, failure, begunNanos));
    }

    /** Begins, without blocking. The future fails with what {@link LockClient#attempt} throws. */
    CompletableFuture<AcquireResult> start() {
        if (entered(turns.enter(turn, request.waits()))) {
            goOnLater();
        }
        return result;
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
            return result.get();
        } catch (InterruptedException e) {
            result.completeExceptionally(e);
            if (here) {
                fail(e);
            } else {
                // What is under way in another thread ends as cancelled, and a grant is released.
                cancel();
            }
            throw e;
        } catch (ExecutionException e) {
            throw Results.thrown(e.getCause());
        }
    }

    /** Ends the wait. If the lock is granted already, the result is the grant. Does not block. */
    void cancel() {
        cancelled = true;
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
            CompletableFuture<Void> late = new CompletableFuture<>();
            var unused = late.thenRunAsync(this::waitedInVain, grants.workers());
            var unusedToo = result.whenComplete((lock, failure) -> late.cancel(false));
            Duration most = request.waits() ? waitLeft() : grants.timeout();
            late.completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS);
        } else if (entry != Admission.GO) {
            complete(() -> Results.here(entry, turn, grants, request));
        }
        return entry == Admission.GO;
    }

    private void waitedInVain() {
        if (turns.giveUp(turn)) {
            complete(() -> Results.inVain(turn, grants, request));
        }
    }

    private void goOnLater() {
        if (session.isClosed()) {
            fail(notDone(""));
            return;
        }
        boolean begun = false;
        try {
            grants.workers().execute(this::goOn);
            begun = true;
        } finally {
            if (!begun) {
                fail(new IllegalStateException("the client has no thread"));
            }
        }
    }

    private void goOn() {
        try {
            advance();
        } catch (InterruptedException e) {
            // The client interrupts no thread of its own, and the lock is still wanted.
            goOnLater();
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
            if (!session.awaitLease(grants.timeout())) {
                throw notDone("no server confirms that this client's session is renewed");
            }
            PendingCall next = session.begin(request.call(turn.mayWaitAtCluster() ? waitLeft() : Duration.ZERO));
            call = next;
            if (cancelled) {
                next.cancel();
            }
            present = session.settlement(next, grants.timeout());
            settlement = present;
        }
        CallOutcome outcome = present.advance();
        if (outcome == null) {
            turns.queued(turn);
            var unused =
                    present.onward().thenRunAsync(this::goOn, grants.workers()).whenComplete(this::failIf);
            return false;
        }
        PendingCall settled = Objects.requireNonNull(call);
        if (!(outcome instanceof CallOutcome.Unknown)) {
            settlement = null;
            call = null;
            session.abandon(settled);
        }
        return answered(outcome, settled.session());
    }

    private void failIf(@Nullable Void done, @Nullable Throwable failure) {
        if (failure != null) {
            fail(new IllegalStateException("the client has no thread", failure));
        }
    }

    private boolean answered(CallOutcome outcome, long in) {
        if (outcome instanceof CallOutcome.NotDone notDone) {
            throw notDone(notDone.why());
        }
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            throw session.isClosed() ? notDone("") : Results.unknown(request);
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
            boolean same = request.names().contains(reply.line().value());
            if (!same && turns.hasOthers(turn)) {
                return entered(turns.enter(turn, request.waits()));
            }
            if ((!same || turns.before(turn).isEmpty())
                    && (mayWait || grants.releases().mayEndSoon(begunNanos))) {
                return again();
            }
        }
        if (code == ErrorCode.DEADLOCK && mayWait && !turns.ownsAnother(turn)) {
            // What this client holds belongs to others in this process, who do not wait for this request.
            return again();
        }
        complete(() -> Results.of(request, reply));
        return false;
    }

    /** Asks again soon. */
    private boolean again() {
        long millis = retryMillis;
        retryMillis = Math.min(RETRY_MILLIS_MAX, retryMillis * 2);
        CompletableFuture<Void> pause = new CompletableFuture<>();
        var unused = pause.thenRunAsync(this::goOn, grants.workers()).whenComplete(this::failIf);
        pause.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
        return false;
    }

    /** Ends it with that result or exception. */
    private void complete(Supplier<AcquireResult> outcome) {
        turns.end(turn);
        try {
            result.complete(outcome.get());
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** Ends it without a result. A request that may be granted is settled in the background. */
    private void fail(Throwable why) {
        PendingCall present = call;
        Settlement last = settlement;
        call = null;
        settlement = null;
        if (last != null) {
            last.stop();
        }
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
        if (session.isClosed()) {
            return new LockServiceUnavailableException("this client is closed");
        }
        return cancelled ? Results.cancelled(request) : Results.notDone(request, why);
    }
}
