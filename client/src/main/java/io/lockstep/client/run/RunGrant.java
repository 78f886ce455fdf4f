package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;

/**
 * A grant of a lock to this process.
 *
 * @param number of the session it was granted to
 */
record RunGrant(ClientSession session, long number, String name, long token) {

    /**
     * Time limit of the release: the caller should not wait long for an unreachable cluster after the command has
     * ended.
     */
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    /** The result of a release. */
    enum ReleaseResult {
        DONE,
        /** The session no longer held the lock. */
        GONE,
        /** No server confirmed the release: the lock becomes free when the lease expires, if not earlier. */
        UNCONFIRMED
    }

    /** How long the client may still rely on the lock; zero if it must not. */
    Duration left() {
        return session.leaseLeft(number);
    }

    /** Releases the lock. Blocks briefly. */
    ReleaseResult release() throws InterruptedException {
        Call call = Call.of(Verb.RELEASE, name).with("token", token);
        if (session.call(call, RELEASE_TIMEOUT) instanceof CallOutcome.Answered answered) {
            if (answered.reply().ok()) {
                return ReleaseResult.DONE;
            }
            return answered.reply().saysNotHeld() ? ReleaseResult.GONE : ReleaseResult.UNCONFIRMED;
        }
        return ReleaseResult.UNCONFIRMED;
    }
}
