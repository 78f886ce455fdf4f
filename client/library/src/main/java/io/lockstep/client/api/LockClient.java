package io.lockstep.client.api;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.connection.WorkerThreads;
import io.lockstep.client.inspect.LockState;
import io.lockstep.client.inspect.Participants;
import io.lockstep.client.inspect.RunningWatch;
import io.lockstep.client.inspect.WatchEvent;
import io.lockstep.client.session.BackgroundReleases;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.turn.Turns;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * A client of a Lockstep cluster. It is one session, which renews its lease by itself and moves to another server when
 * one fails. Safe for any number of threads. By default a cluster allows a client one lock at a time, so another lock
 * usually needs another client.
 *
 * <p>A request that is not granted ends in one of three ways. Refused: an {@link AcquireResult.Refused} or a {@link
 * LockNotAcquiredException}. Certainly without effect: a {@link LockServiceUnavailableException}. Unknown: an {@link
 * OutcomeUnknownException}. While the session lives, the client resends a request under the same number, so it takes
 * effect once. If a call ends without a {@link HeldLock}, the caller need not clean up: the client releases a
 * late grant in the background.
 */
public final class LockClient implements AutoCloseable {

    private final ThreadFactory threads;
    private final ClientEvents events;
    private final ClientSession session;
    private final Turns turns = new Turns();
    private final BackgroundReleases releases;
    private final Grants grants;
    private final LockViews views = new LockViews(this);

    private LockClient(LockClientSettings settings) {
        Duration timeout = settings.timeout();
        threads = settings.threads();
        Executor given = settings.executor();
        Executor workers = given != null ? given : WorkerThreads.cached("lockstep-client", threads);
        events = new ClientEvents(workers, threads, settings.observer());
        session = new ClientSession(settings.session(), events, threads);
        releases =
                new BackgroundReleases(session, WorkerThreads.inOrder("lockstep-release", threads), workers, timeout);
        grants = new Grants(session, releases, turns, events, workers, timeout);
        events.begin(session, grants);
    }

    /**
     * Connects and opens a session. Blocks at most for the timeout of the settings.
     *
     * @throws LockServiceUnavailableException if no server opened a session in time
     */
    public static LockClient connect(LockClientSettings settings) throws InterruptedException {
        LockClient client = new LockClient(settings);
        boolean opened = false;
        try {
            CallOutcome outcome = client.session.open();
            if (outcome instanceof CallOutcome.NotDone notDone) {
                throw new LockServiceUnavailableException("no server opened a session: " + notDone.why());
            }
            opened = true;
            return client;
        } finally {
            if (!opened) {
                client.close();
            }
        }
    }

    /** The same with the default settings; {@code servers} as {@code host:port,host:port}. */
    public static LockClient connect(String servers) throws InterruptedException {
        return connect(LockClientSettings.of(servers));
    }

    /** Takes the lock if it is free, else returns empty. Does not wait for it. */
    public Optional<HeldLock> tryAcquire(String name) throws InterruptedException {
        return Results.grantedOrEmpty(attempt(LockRequest.of(name)));
    }

    /** Takes the lock, waiting for it without limit. */
    public HeldLock acquire(String name) throws InterruptedException {
        return acquire(LockRequest.of(name).waitingForEver());
    }

    /**
     * Takes the lock, waiting at most that long.
     *
     * @throws LockNotAcquiredException if it was not granted in that time
     */
    public HeldLock acquire(String name, Duration wait) throws InterruptedException {
        return acquire(LockRequest.of(name).waiting(wait));
    }

    /**
     * Takes the locks of the request.
     *
     * @throws LockNotAcquiredException if it was refused, or not granted in the time that the request waits
     */
    public HeldLock acquire(LockRequest request) throws InterruptedException {
        return Results.granted(attempt(request));
    }

    /**
     * Takes the locks of the request, or returns why not. Blocks at most for the request's wait and the client's
     * timeout.
     *
     * @throws LockLimitException if this client has as many locks as the cluster allows
     * @throws DeadlockException if waiting would close a cycle
     * @throws IllegalArgumentException if the cluster rejects the request as malformed
     * @throws InterruptedException if the thread was interrupted; a grant is released in the background
     */
    public AcquireResult attempt(LockRequest request) throws InterruptedException {
        return new Acquisition(request, grants, true).run();
    }

    /**
     * As {@link #acquire(LockRequest)}, without blocking. Cancelling the future ends the wait, and releases the lock if
     * it was granted first.
     */
    public CompletableFuture<HeldLock> acquireAsync(LockRequest request) {
        return Results.begin(new Acquisition(request, grants, false), Results::granted);
    }

    /** As {@link #attempt}, without blocking; cancelling as with {@link #acquireAsync}. */
    public CompletableFuture<AcquireResult> attemptAsync(LockRequest request) {
        return Results.begin(new Acquisition(request, grants, false), result -> result);
    }

    /** As {@link #tryAcquire}, without blocking. */
    public CompletableFuture<Optional<HeldLock>> tryAcquireAsync(String name) {
        return Results.begin(new Acquisition(LockRequest.of(name), grants, false), Results::grantedOrEmpty);
    }

    /**
     * The lock as a {@link java.util.concurrent.locks.Lock} of the JDK: owned by a thread, and re-entrant. Returns the
     * same object for the same name, so that threads of this process wait for each other. {@code docs/LIBRARY.md} says
     * what its methods throw.
     */
    public DistributedLock asLock(String name) {
        return asLock(LockRequest.of(name));
    }

    /**
     * The same for a lock that is {@linkplain LockRequest#shared shared}, one of several {@linkplain
     * LockRequest#permits permits}, or several locks together. How long to wait is up to the methods of the lock. One
     * client has a shared lock or a permit once at a time, so its threads wait for each other.
     */
    public DistributedLock asLock(LockRequest request) {
        return views.get(request.waiting(Duration.ZERO));
    }

    /** As {@link #attempt}, but an interrupt neither ends it nor is lost. */
    AcquireResult attemptUninterruptibly(LockRequest request) {
        return new Acquisition(request, grants, true).runUninterruptibly();
    }

    /** The state of the session. Does not block. */
    public ConnectionState state() {
        return events.state();
    }

    /**
     * Registers a listener for changes of the state. It runs on a thread of the client, for one change at a time, in
     * order. A change that is undone at once may be left out, but {@link ConnectionState#LOST} never is.
     */
    public void onStateChange(Consumer<ConnectionState> listener) {
        events.listen(listener);
    }

    /** Removes a listener; does nothing if it is not registered. */
    public void removeStateListener(Consumer<ConnectionState> listener) {
        events.unlisten(listener);
    }

    /**
     * The status of a lock, from the present server's map: perhaps a little late, but with all that this client did.
     *
     * @throws LockServiceUnavailableException if no server answered in time
     * @throws LockNotAcquiredException if this client may not read it
     */
    public LockState status(String name) throws InterruptedException {
        return LockState.of(answer(Call.of(Verb.STATUS, name)));
    }

    /** Who holds the lock and who waits for it, from the present server's map; throws what {@link #status} throws. */
    public Participants who(String name) throws InterruptedException {
        return Participants.of(answer(Call.of(Verb.WHO, name).with("limit", ProtocolLimits.LIST_ROWS_MAX)));
    }

    /** Tells what happens to a lock, beginning with what is so now, on a thread of the watch, until it is closed. */
    public RunningWatch watch(String name, Consumer<WatchEvent> told) {
        return watch(LockRequest.of(name).names().get(0), "", told);
    }

    /** The same for all locks whose names begin so. */
    public RunningWatch watchPrefix(String prefix, Consumer<WatchEvent> told) {
        return watch("", prefix, told);
    }

    private RunningWatch watch(String name, String prefix, Consumer<WatchEvent> told) {
        RunningWatch watch = new RunningWatch(session, name, prefix, told, events::unwatch);
        events.watch(watch);
        watch.start(threads);
        return watch;
    }

    private Reply answer(Call call) throws InterruptedException {
        CallOutcome outcome = session.call(call);
        if (!(outcome instanceof CallOutcome.Answered answered)) {
            String why = outcome instanceof CallOutcome.NotDone notDone ? notDone.why() : "no server answered in time";
            throw new LockServiceUnavailableException(why);
        }
        if (!answered.reply().ok()) {
            Refusal refusal = Refusal.of(answered.reply().line());
            throw new LockNotAcquiredException(refusal.toString(), refusal);
        }
        return answered.reply();
    }

    /** The visible id of this client; 0 while there is no session. */
    public long clientId() {
        SessionIdentity identity = session.identity();
        return identity == null ? 0 : identity.clientId();
    }

    /** The lease that the cluster granted; zero while there is no session. */
    public Duration ttl() {
        SessionIdentity identity = session.identity();
        return identity == null ? Duration.ZERO : identity.ttl();
    }

    /**
     * Ends the session, which releases its locks at once; blocks for a second at most. Locks that are still held are
     * lost. Requests that wait, and later ones, end with {@link LockServiceUnavailableException}. Closing again does
     * nothing.
     */
    @Override
    public void close() {
        releases.close();
        grants.close();
        session.close();
        turns.close();
        events.close();
    }
}
