package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.PendingCall;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes a lock, standing in line for it if need be, until it is told to give up. {@link #acquire} is for one thread,
 * once; {@link #giveUp} for any.
 */
public final class LockAttempt {

    private final ClientSession session;
    private final Duration timeout;
    private @Nullable PendingCall request;
    private boolean givenUp;

    /**
     * Takes nothing yet.
     *
     * @param timeout within which a server must be found at first, and which a request has beyond its wait
     */
    public LockAttempt(ClientSession session, Duration timeout) {
        this.session = session;
        this.timeout = timeout;
    }

    /**
     * Asks for the lock. Blocks for as long as the wait allows.
     *
     * @param lock a LOCK without {@code wait=}
     * @param wait zero not to wait; {@link RunSettings#FOR_EVER} to wait without end
     */
    public CallOutcome acquire(Call lock, Duration wait) throws InterruptedException {
        // Who waits for long should yet learn soon that nobody is there.
        CallOutcome opened = session.open();
        if (!(opened instanceof CallOutcome.Answered)) {
            return opened;
        }
        long mostMillis = ProtocolLimits.WAIT_MILLIS_MAX;
        boolean endless = wait.compareTo(Duration.ofMillis(mostMillis)) > 0;
        Call call = wait.isZero() ? lock : lock.with("wait", Durations.format(endless ? mostMillis : wait.toMillis()));
        CallOutcome outcome;
        do {
            outcome = session.call(begin(call), timeout);
        } while (endless && isTimeout(outcome) && !isGivenUp());
        return outcome;
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
     * Ends the wait. What comes of it is the outcome of {@link #acquire}: a grant may have been quicker. Closes the
     * session if nothing was asked yet; that may take a second.
     */
    public synchronized void giveUp() {
        givenUp = true;
        PendingCall present = request;
        if (present != null) {
            present.cancel();
        } else {
            session.close();
        }
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }
}
