package io.lockstep.client.connection;

import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A client's session with the cluster. It survives the death of a server: it is taken up again at another one with the
 * same client id and locks, and a LOCK or RELEASE whose answer was lost is sent again under the same number.
 *
 * <p>Any number of threads may call; all methods but the getters block. Requests that need no session (STATUS, LIST) open
 * none. Once there is one, a thread of its own renews the lease and moves to another server as soon as a connection ends.
 */
public final class Session implements AutoCloseable {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration PING_TIMEOUT = Duration.ofMillis(1_500);
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(1);

    /** A server answers by itself within 5 s at most; its word must not be missed by a hair. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final SessionSettings settings;
    private final SessionState state;
    private final Keeper keeper = new Keeper(this::keepAlive);
    private final Link link;
    private final ReentrantLock changing = new ReentrantLock();

    /** A session that is not connected yet: the first call connects. */
    public Session(SessionSettings settings, SessionListener listener) {
        this.settings = settings;
        this.state = new SessionState(settings, listener);
        this.link = new Link(settings, listener, state, keeper);
    }

    /** Connects and opens the session, or takes it up. Answered if that went well. */
    public Outcome open() throws InterruptedException {
        Connection at = link.establish(true, Deadline.in(settings.timeout()));
        return at != null ? ping(at, settings.timeout()) : new Outcome.NotDone(link.whyNot());
    }

    /** {@link #call(Call, Duration)} within the timeout of the settings. */
    public Outcome call(Call call) throws InterruptedException {
        return call(call, settings.timeout());
    }

    /**
     * Sends a request to whichever server answers, and settles it within the timeout, or half a second more.
     *
     * <p>A LOCK or RELEASE gets its number here and must not carry one. These are sent one at a time, as a server knows a
     * copy by numbers that rise.
     */
    public Outcome call(Call call, Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        if (!call.changesLocks()) {
            return settle(call, timeout, deadline);
        }
        if (!changing.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return new Outcome.NotDone("an earlier request of this session is not settled yet");
        }
        try {
            return settle(call, timeout, deadline);
        } finally {
            changing.unlock();
        }
    }

    private Outcome settle(Call call, Duration timeout, Deadline deadline) throws InterruptedException {
        // A read may be asked elsewhere at no risk, so it waits only half the time at one server.
        Duration patience = call.changesLocks() ? timeout : timeout.dividedBy(2);
        Attempts attempts = new Attempts(call, state);
        do {
            Connection at = link.establish(call.needsSession(), deadline);
            if (at == null) {
                return attempts.givenUp(link.whyNot());
            }
            Outcome outcome = at.call(attempts.next(), deadline.left(patience).plus(GRACE));
            if (attempts.settled(outcome)) {
                return outcome;
            }
            if (outcome instanceof Outcome.Unknown unknown) {
                at.fail(unknown.why());
            } else {
                keeper.pause(RETRY_PAUSE);
            }
        } while (!deadline.passed());
        return attempts.givenUp("no server could do it in time");
    }

    /** The keeper's round: moves to another server, or renews the lease. */
    private void keepAlive() throws InterruptedException {
        if (state.isClosed()) {
            return;
        }
        state.checkLease();
        Connection at = link.currentHome();
        if (at == null) {
            if (link.establish(true, Deadline.in(settings.timeout())) == null) {
                keeper.wake();
            }
            return;
        }
        if (!(ping(at, PING_TIMEOUT) instanceof Outcome.Answered)) {
            at.fail("the server did not answer a ping");
        } else if (at.call(Call.of(Verb.NODES), PING_TIMEOUT) instanceof Outcome.Answered nodes) {
            link.learn(nodes.reply().rows());
            state.learnRole(nodes.reply().rows());
        }
    }

    private Outcome ping(Connection at, Duration timeout) throws InterruptedException {
        long sentNanos = System.nanoTime();
        Outcome outcome = at.call(Call.of(Verb.PING), timeout);
        if (outcome instanceof Outcome.Answered) {
            state.renewed(sentNanos);
        }
        return outcome;
    }

    /** Where it is connected now; null while it is not. */
    public @Nullable ServerAddress address() {
        Connection at = link.current();
        return at != null ? at.address() : null;
    }

    /** Which session it is; null while there is none. */
    public @Nullable SessionIdentity identity() {
        return state.identity();
    }

    /** What the server is to the cluster, as far as is known: {@code leader}, {@code follower}; empty if it is not. */
    public String role() {
        return state.role();
    }

    /** The locks that it holds, as far as the answers so far say, in the order of their grants. */
    public Set<String> heldLocks() {
        return state.held().names();
    }

    /** Leaves without a word: the session and its locks stay until the lease runs out, or somebody takes it up. */
    public void detach() {
        state.close();
        keeper.stop();
        link.close();
    }

    /** Ends the session with QUIT if it has begun, so that its locks come free at once; waits briefly for that. */
    @Override
    public void close() {
        Connection at = link.currentHome();
        if (state.close() && at != null) {
            try {
                at.call(Call.of(Verb.QUIT), QUIT_TIMEOUT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        detach();
    }
}
