package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;

/** What a command runs under. */
sealed interface RunGrant {

    /** The result of a release. */
    enum ReleaseResult {
        DONE,
        /** The session no longer held the lock. */
        GONE,
        /** No server confirmed the release: the lock becomes free when the lease expires, if not earlier. */
        UNCONFIRMED
    }

    /** How long the client may still rely on the lock; zero if it must not. */
    Duration left();

    /** Releases the lock. Blocks briefly. */
    ReleaseResult release() throws InterruptedException;

    /** The fencing token; 0 without a lock. */
    long token();

    /**
     * A grant of locks to this process.
     *
     * @param number of the session they were granted to
     */
    record Held(ClientSession session, long number, List<String> names, long token) implements RunGrant {

        /**
         * Time limit of the release: the caller should not wait long for an unreachable cluster after the command has
         * ended.
         */
        private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

        @Override
        public Duration left() {
            return session.leaseLeft(number);
        }

        @Override
        public ReleaseResult release() throws InterruptedException {
            Call call = Call.of(Verb.RELEASE, names.toArray(String[]::new)).with("token", token);
            if (session.call(call, RELEASE_TIMEOUT) instanceof CallOutcome.Answered answered) {
                if (answered.reply().ok()) {
                    return ReleaseResult.DONE;
                }
                return answered.reply().saysNotHeld() ? ReleaseResult.GONE : ReleaseResult.UNCONFIRMED;
            }
            return ReleaseResult.UNCONFIRMED;
        }
    }

    /** No lock: no server could grant it, and the user wants the command to run all the same. */
    record None() implements RunGrant {

        private static final Duration ENDLESS = Duration.ofDays(1);

        @Override
        public Duration left() {
            return ENDLESS;
        }

        @Override
        public ReleaseResult release() {
            return ReleaseResult.DONE;
        }

        @Override
        public long token() {
            return 0;
        }
    }
}
