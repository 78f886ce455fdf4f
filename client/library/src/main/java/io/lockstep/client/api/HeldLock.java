package io.lockstep.client.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A grant in the hands of this process: one lock, or several that were taken together. It belongs to whoever has this
 * handle, in whatever thread. Everything here is for any thread; only {@link #close} and {@link #release} block.
 *
 * <p>It ends once, in one of two ways: it is released, or it is lost. The client takes it for lost when the cluster says
 * so, and by its own monotonic clock before the cluster may give it to others, whether or not any server answers.
 */
public final class HeldLock implements AutoCloseable {

    private final Grants grants;
    private final List<String> names;
    private final long token;
    private final long session;
    private final List<Consumer<LostReason>> callbacks = new ArrayList<>();
    private boolean released;
    private @Nullable LostReason lost;
    private @Nullable CompletableFuture<Boolean> givingBack;

    HeldLock(Grants grants, List<String> names, long token, long session) {
        this.grants = grants;
        this.names = List.copyOf(names);
        this.token = token;
        this.session = session;
    }

    /** The fencing token: larger than that of every earlier grant of any lock. Hand it to what the lock protects. */
    public long token() {
        return token;
    }

    /** The name of the lock; the first, if there are several. */
    public String name() {
        return names.get(0);
    }

    /** The names of the locks. */
    public List<String> names() {
        return names;
    }

    long session() {
        return session;
    }

    /**
     * Whether it is held: neither released nor lost. Never true past the client's deadline, even if the process stood
     * still until this moment; but the process may stand still just afterwards, which only {@link #token} helps against.
     */
    public boolean isValid() {
        return !remaining().isZero();
    }

    /** For how long it is certainly held if nothing renews it any more, by this process's clock; zero if it is not. */
    public Duration remaining() {
        Duration left = grants.leaseLeft(session);
        if (left.isZero()) {
            grants.review(this);
        }
        return isOver() ? Duration.ZERO : left;
    }

    /** How it was lost; empty if it was not. */
    public synchronized Optional<LostReason> lostReason() {
        return Optional.ofNullable(lost);
    }

    /**
     * Has this called once if the lock is lost, soon even if it is lost already; never if it is released first. The
     * callback runs in a thread of the client's and may take its time.
     */
    public void onLost(Consumer<LostReason> callback) {
        LostReason already;
        synchronized (this) {
            already = lost;
            if (already == null) {
                if (!released) {
                    callbacks.add(callback);
                }
                return;
            }
        }
        grants.callBack(() -> callback.accept(already));
    }

    /**
     * Releases it, and waits up to the client's timeout until that is confirmed. If it is not by then, or if the thread
     * is interrupted, the client goes on in the background until it is, or the session ends. Does nothing if it was
     * released or lost before.
     */
    @Override
    public void close() {
        grants.await(closeAsync());
    }

    /** The same without waiting. Completes when the release is confirmed, or cannot matter any more. Never fails. */
    public CompletableFuture<Void> closeAsync() {
        return end().thenAccept(confirmed -> {});
    }

    /**
     * As {@link #close}, for whoever must know whether the lock was held until now.
     *
     * @throws LockLostException if it was lost before; then others may have held it meanwhile
     */
    public void release() {
        CompletableFuture<Boolean> confirmed = end();
        grants.await(confirmed);
        LostReason before = lostReason().orElse(null);
        if (before == null && Boolean.FALSE.equals(confirmed.getNow(null))) {
            before = LostReason.REVOKED;
        }
        if (before != null) {
            throw lostException(before);
        }
    }

    /** What to throw where it should be held and is not. */
    LockLostException lostException(LostReason reason) {
        return new LockLostException(
                "the lock " + names + " with token " + token + " was lost (" + reason
                        + "): what was done under it may have met what somebody else did",
                reason);
    }

    private CompletableFuture<Boolean> end() {
        synchronized (this) {
            // A lock that is past its deadline is lost, not released, even if nobody noticed before.
            if (!isOver() && !grants.leaseLeft(session).isZero()) {
                released = true;
                callbacks.clear();
            }
        }
        grants.over(this);
        return giveBack();
    }

    /** Has the cluster told that nobody wants it any more, once; completes with whether it was held until then. */
    synchronized CompletableFuture<Boolean> giveBack() {
        CompletableFuture<Boolean> present = givingBack;
        if (present == null) {
            boolean sessionOver = lost == LostReason.SESSION_ENDED || lost == LostReason.CLIENT_CLOSED;
            present = sessionOver ? CompletableFuture.completedFuture(false) : grants.giveBack(this);
            givingBack = present;
        }
        return present;
    }

    private synchronized boolean isOver() {
        return released || lost != null;
    }

    /** It is lost; false if it was over before. Callbacks run elsewhere. */
    boolean lose(LostReason reason) {
        List<Consumer<LostReason>> told;
        synchronized (this) {
            if (released || lost != null) {
                return false;
            }
            lost = reason;
            told = List.copyOf(callbacks);
            callbacks.clear();
        }
        told.forEach(callback -> grants.callBack(() -> callback.accept(reason)));
        return true;
    }

    @Override
    public String toString() {
        return "HeldLock" + names + " token " + token;
    }
}
