package io.lockstep.follower.app;

import io.lockstep.common.net.HostPort;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.program.ExitCode;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what a new server waits for, at once and then again and again, and gives up an unreachable contact. */
final class JoinProgress {

    private static final Logger LOG = LoggerFactory.getLogger(JoinProgress.class);

    /** The same words are repeated after this time. */
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private final HostPort contact;
    private final int contactSecondsMax;
    private String saidLast = "";
    private long saidNanos;
    private long reachedNanos = System.nanoTime();

    JoinProgress(HostPort contact, int contactSecondsMax) {
        this.contact = contact;
        this.contactSecondsMax = contactSecondsMax;
    }

    void say(String what) {
        long nowNanos = System.nanoTime();
        if (!what.equals(saidLast) || nowNanos - saidNanos >= REPEAT_NANOS) {
            saidLast = what;
            saidNanos = nowNanos;
            LOG.info("Waiting to join the cluster at {}: {}", contact, what);
        }
    }

    /** The contact has answered. */
    void reached() {
        reachedNanos = System.nanoTime();
    }

    /** The contact has not answered. Throws if that has lasted too long. */
    void unreachable(String why) throws ServerStartException {
        say(why);
        if (System.nanoTime() - reachedNanos >= TimeUnit.SECONDS.toNanos(contactSecondsMax)) {
            throw new ServerStartException(
                    ExitCode.UNAVAILABLE,
                    "cannot join the cluster at " + contact + ": it cannot be reached for " + contactSecondsMax + " s: "
                            + why + "; check --leader, and that the cluster runs, then start this server again");
        }
    }
}
