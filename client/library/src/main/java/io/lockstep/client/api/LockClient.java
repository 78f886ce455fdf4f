package io.lockstep.client.api;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.Function;

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

    private final Duration timeout;
    private final ExecutorService workers = Workers.cached("lockstep-client");
    private final ClientEvents events;
    private final ClientSession session;
    private final BackgroundReleases releases;
    private final Grants grants;
    private final LockViews views = new LockViews(this);

    private LockClient(LockClientSettings settings) {
        timeout = settings.timeout();
        events = new ClientEvents(workers);
        session = new ClientSession(settings.session(), events);
        releases = new BackgroundReleases(session, workers, timeout);
        grants = new Grants(session, releases, workers, timeout);
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
        return grantedOrEmpty(attempt(LockRequest.of(name)));
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
        return granted(attempt(request));
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
        return acquisition(request).run();
    }

    /**
     * As {@link #acquire(LockRequest)}, without blocking. Cancelling the future ends the wait, and releases the lock if
     * it was granted first.
     */
    public CompletableFuture<HeldLock> acquireAsync(LockRequest request) {
        return async(request, LockClient::granted);
    }

    /** As {@link #attempt}, without blocking; cancelling as with {@link #acquireAsync}. */
    public CompletableFuture<AcquireResult> attemptAsync(LockRequest request) {
        return async(request, result -> result);
    }

    /** As {@link #tryAcquire}, without blocking. */
    public CompletableFuture<Optional<HeldLock>> tryAcquireAsync(String name) {
        return async(LockRequest.of(name), LockClient::grantedOrEmpty);
    }

    private <T> CompletableFuture<T> async(LockRequest request, Function<AcquireResult, T> as) {
        Acquisition acquisition = acquisition(request);
        CompletableFuture<T> future = new CompletableFuture<>();
        // A future that was cancelled or timed out has no further use for the lock.
        var unused = future.whenComplete((result, failure) -> acquisition.cancel());
        workers.execute(() -> complete(future, acquisition, as));
        return future;
    }

    private static <T> void complete(
            CompletableFuture<T> future, Acquisition acquisition, Function<AcquireResult, T> as) {
        AcquireResult result = null;
        boolean taken = false;
        try {
            result = acquisition.run();
            taken = future.complete(as.apply(result));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.completeExceptionally(e);
        } catch (RuntimeException e) {
            future.completeExceptionally(e);
        } finally {
            if (!taken && result instanceof AcquireResult.Granted granted) {
                var unused = granted.lock().closeAsync();
            }
        }
    }

    private Acquisition acquisition(LockRequest request) {
        return new Acquisition(request, session, grants, releases, timeout);
    }

    private static HeldLock granted(AcquireResult result) {
        if (result instanceof AcquireResult.Granted granted) {
            return granted.lock();
        }
        Refusal refusal = ((AcquireResult.Refused) result).refusal();
        throw new LockNotAcquiredException(refusal.toString(), refusal);
    }

    private static Optional<HeldLock> grantedOrEmpty(AcquireResult result) {
        return result instanceof AcquireResult.Granted granted ? Optional.of(granted.lock()) : Optional.empty();
    }

    /**
     * The lock as a {@link Lock} of the JDK: owned by a thread, and re-entrant. Returns the same object for the same
     * name, so that threads of this process wait for each other. {@code docs/LIBRARY.md} says what its methods throw.
     */
    public Lock asLock(String name) {
        return views.get(LockRequest.of(name));
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
     * Ends the session, which releases its locks at once; blocks briefly. Locks that are still held are lost, and
     * waiting requests are cancelled. Closing again does nothing.
     */
    @Override
    public void close() {
        releases.close();
        grants.close();
        session.close();
    }
}
