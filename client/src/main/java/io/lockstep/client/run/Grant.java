package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Outcome;
import io.lockstep.client.session.Session;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.Set;

/**
 * A lock that this process was granted.
 *
 * @param number of the session it was granted to
 */
record Grant(Session session, long number, String name, long token) {

    /** A command that has ended should not keep its caller waiting because the cluster is away. */
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private static final Set<ErrorCode> GONE = Set.of(
            ErrorCode.NOT_HELD,
            ErrorCode.NOT_OWNER,
            ErrorCode.STALE_TOKEN,
            ErrorCode.SESSION_EXPIRED,
            ErrorCode.TAKEN_OVER);

    /** What came of giving it back. */
    enum Release {
        DONE,
        /** It was not there any more. */
        GONE,
        /** Nobody said so: it comes free when the lease has run out, or has done so already. */
        UNCONFIRMED
    }

    /** For how long it may still be relied on; zero if it must not be. */
    Duration left() {
        return session.leaseLeft(number);
    }

    /** Gives it back. Blocks briefly. */
    Release release() throws InterruptedException {
        Call call = Call.of(Verb.RELEASE, name).with("token", token);
        if (session.call(call, RELEASE_TIMEOUT) instanceof Outcome.Answered answered) {
            if (answered.reply().ok()) {
                return Release.DONE;
            }
            boolean gone =
                    answered.reply().line().errorCode().filter(GONE::contains).isPresent();
            return gone ? Release.GONE : Release.UNCONFIRMED;
        }
        return Release.UNCONFIRMED;
    }
}
