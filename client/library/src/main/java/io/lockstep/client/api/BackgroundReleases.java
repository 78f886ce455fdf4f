package io.lockstep.client.api;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.PendingCall;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Releases grants in the background: those that were released or lost here, and those of requests that no caller
 * awaits any longer. Retries until the cluster confirms the release or the session ends; until then the cluster counts
 * the locks as this client's. Safe for any thread.
 */
final class BackgroundReleases {

    private static final long PAUSE_MILLIS = 200;

    private final ClientSession session;
    private final Executor workers;
    private final Duration timeout;
    private final Map<Long, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private volatile boolean closed;

    BackgroundReleases(ClientSession session, Executor workers, Duration timeout) {
        this.session = session;
        this.workers = workers;
        this.timeout = timeout;
    }

    /** Stops all retries: the session ends, and all grants with it. */
    void close() {
        closed = true;
    }

    /**
     * Releases a grant.
     *
     * @param in the number of the session that holds it
     * @return completes with whether the session held it until now
     */
    CompletableFuture<Boolean> giveBack(List<String> names, long token, long in) {
        CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
        underWay.put(token, confirmed);
        workers.execute(() -> {
            try {
                confirmed.complete(released(names, token, in));
            } catch (InterruptedException e) {
                // The client is being closed; the end of its session releases all.
                Thread.currentThread().interrupt();
            } finally {
                underWay.remove(token);
                confirmed.complete(false);
            }
        });
        return confirmed;
    }

    /** The release of that grant, while it is in progress. */
    Optional<CompletableFuture<Boolean>> underWay(long token) {
        return Optional.ofNullable(underWay.get(token));
    }

    private boolean released(List<String> names, long token, long in) throws InterruptedException {
        Call call = new Call(Verb.RELEASE, names, Map.of()).with("token", token);
        while (goesOn(in)) {
            boolean gone = false;
            PendingCall request = session.begin(call);
            try {
                CallOutcome outcome = settled(request, in);
                if (outcome instanceof CallOutcome.Answered answered) {
                    if (answered.reply().ok()) {
                        return true;
                    }
                    gone = answered.reply().saysNotHeld();
                }
            } finally {
                session.abandon(request);
            }
            if (gone) {
                if (names.size() == 1) {
                    return false;
                }
                // A release is all or none, and a lock that is gone must not keep the others.
                for (String name : names) {
                    boolean unused = released(List.of(name), token, in);
                }
                return false;
            }
            pause();
        }
        return false;
    }

    /** Cancels a LOCK that no caller awaits any longer, and releases its grant if there is one. */
    void settle(PendingCall lock) {
        lock.cancel();
        workers.execute(() -> {
            try {
                CallOutcome outcome = settled(lock, lock.session());
                if (outcome instanceof CallOutcome.Answered answered
                        && answered.reply().ok()) {
                    Reply grant = answered.reply();
                    var unused = giveBack(lock.call().values(), grant.line().number("token", 0), lock.session());
                }
            } catch (InterruptedException e) {
                // The client is being closed; the end of its session releases all.
                Thread.currentThread().interrupt();
            } finally {
                session.abandon(lock);
            }
        });
    }

    /** Settles a request without a time limit, while its session lasts. */
    private CallOutcome settled(PendingCall request, long in) throws InterruptedException {
        CallOutcome outcome = session.settle(request, timeout);
        while (outcome instanceof CallOutcome.Unknown && goesOn(in)) {
            pause();
            outcome = session.settle(request, timeout);
        }
        return outcome;
    }

    private boolean goesOn(long in) {
        SessionIdentity present = session.identity();
        return !closed && present != null && present.session() == in;
    }

    private static void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
}
