package io.lockstep.client.run;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.PendingCall;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take a lock, which may wait for it and may be given up. {@link #acquire} is for one thread, once;
 * {@link #giveUp} is safe for any thread.
 */
public final class LockAttempt {

    /** Whoever sends a signal should not wait long for a cluster that is away. */
    private static final long CANCEL_SECONDS_MAX = 2;

    private final ClientSession session;
    private final Duration timeout;
    private final boolean persistent;
    private @Nullable PendingCall request;
    private boolean givenUp;

    /**
     * Creates an attempt without sending anything.
     *
     * @param timeout the time limit to reach a server at first, and for the request in addition to its wait
     * @param persistent whether to go on when no server can do it, for as long as the wait, or without a time limit if
     *     there is no wait
     */
    public LockAttempt(ClientSession session, Duration timeout, boolean persistent) {
        this.session = session;
        this.timeout = timeout;
        this.persistent = persistent;
    }

    /**
     * Takes the lock. Blocks for at most the wait and twice the timeout.
     *
     * @param lock a LOCK without {@code wait=}
     * @param wait zero not to wait; {@link RunSettings#FOR_EVER} to wait without a time limit
     */
    public CallOutcome acquire(Call lock, Duration wait) throws InterruptedException {
        long mostMillis = ProtocolLimits.WAIT_MILLIS_MAX;
        boolean endless = wait.compareTo(Duration.ofMillis(mostMillis)) > 0;
        Duration patience = wait.isZero() || endless ? Duration.ofMillis(mostMillis) : wait;
        Deadline deadline = Deadline.in(patience);
        // Even with a long wait, a user should learn soon that no server answers.
        CallOutcome opened = session.open();
        while (persistent && !(opened instanceof CallOutcome.Answered) && goesOn(deadline)) {
            opened = session.open();
        }
        if (!(opened instanceof CallOutcome.Answered)) {
            return opened;
        }
        Call call = wait.isZero() ? lock : lock.with("wait", Durations.format(patience.toMillis()));
        CallOutcome outcome;
        do {
            outcome = persistent ? settled(begin(call), deadline) : session.call(begin(call), timeout);
        } while (endless && isTimeout(outcome) && !isGivenUp());
        if (outcome.success().isPresent()) {
            // After a suspension the grant may be read before a renewal is.
            session.awaitLease(timeout);
        }
        return outcome;
    }

    /** Settles the request however often no server can do it. */
    private CallOutcome settled(PendingCall begun, Deadline deadline) throws InterruptedException {
        try {
            CallOutcome outcome = session.settle(begun, timeout);
            while (Failure.isUnavailable(begun.call(), outcome) && goesOn(deadline)) {
                outcome = session.settle(begun, timeout);
            }
            return outcome;
        } finally {
            session.abandon(begun);
        }
    }

    private boolean goesOn(Deadline deadline) {
        return !isGivenUp() && !deadline.passed();
    }

    private static boolean isTimeout(CallOutcome outcome) {
        return outcome instanceof CallOutcome.Answered answered
                && answered.reply().is(ErrorCode.TIMEOUT);
    }

    private synchronized PendingCall begin(Call call) {
        PendingCall begun = session.begin(call);
        request = begun;
        if (givenUp) {
            begun.cancel();
        }
        return begun;
    }

    /**
     * Ends the wait. {@link #acquire} returns the outcome, which may be a grant that came first. If the request is not
     * sent yet, or no server answers for a while, closes the session, which may take a second.
     */
    public synchronized void giveUp() {
        givenUp = true;
        PendingCall present = request;
        if (present != null) {
            present.cancel();
            Thread last = new Thread(this::closeSoon, "lockstep-give-up");
            last.setDaemon(true);
            last.start();
        } else {
            session.close();
        }
    }

    private void closeSoon() {
        try {
            TimeUnit.SECONDS.sleep(CANCEL_SECONDS_MAX);
        } catch (InterruptedException e) {
            // Nothing else interrupts this thread.
            throw new IllegalStateException(e);
        }
        session.close();
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }
}
