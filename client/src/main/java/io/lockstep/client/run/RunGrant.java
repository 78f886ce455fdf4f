package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;

/**
 * A lock that this process was granted.
 *
 * @param number of the session it was granted to
 */
record RunGrant(ClientSession session, long number, String name, long token) {

    /** A command that has ended should not keep its caller waiting because the cluster is away. */
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    /** How a release ended. */
    enum ReleaseResult {
        DONE,
        /** The session no longer held it. */
        GONE,
        /** No server confirmed it: the lock becomes free when the lease expires, if it has not already. */
        UNCONFIRMED
    }

    /** For how long it may still be relied on; zero if it must not be. */
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
