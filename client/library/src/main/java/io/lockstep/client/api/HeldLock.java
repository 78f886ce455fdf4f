package io.lockstep.client.api;

import io.lockstep.client.turn.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A granted lock, or several locks that were granted together. The lock belongs to this handle, not to a thread. All
 * methods are safe for any thread; only {@link #close} and {@link #release} block.
 *
 * <p>A lock ends once: it is released, or it is lost. The client regards it as lost when the cluster says so, and also,
 * by its own monotonic clock, before the cluster may grant it to another client, whether or not a server answers.
 */
public final class HeldLock implements AutoCloseable {

    private final Grants grants;
    private final List<String> names;
    private final long token;
    private final long session;
    private final Turn turn;
    private final List<Consumer<LostReason>> callbacks = new ArrayList<>();
    private boolean released;
    private @Nullable LostReason lost;
    private @Nullable CompletableFuture<Boolean> givingBack;

    HeldLock(Grants grants, List<String> names, long token, long session, Turn turn) {
        this.grants = grants;
        this.names = List.copyOf(names);
        this.token = token;
        this.session = session;
        this.turn = turn;
    }

    /** The fencing token, larger than that of every earlier grant of any lock. Pass it to the protected resource. */
    public long token() {
        return token;
    }

    /** The name of the lock; the first one if there are several. */
    public String name() {
        return names.get(0);
    }

    /** The names of the locks. */
    public List<String> names() {
        return names;
    }

    Turn turn() {
        return turn;
    }

    long session() {
        return session;
    }

    /**
     * Whether the lock is held, that is neither released nor lost. Never true past the client's deadline, even if the
     * process was paused or its machine suspended until this call. The process may be paused just after it, too; only
     * {@link #token} helps then. A virtual machine that is stopped without a sign of it is an exception: {@code
     * docs/LIBRARY.md} gives the bound.
     */
    public boolean isValid() {
        return !remaining().isZero();
    }

    /** How long the lock stays held without a further renewal, by this process's clock; zero if it is not held. */
    public Duration remaining() {
        Duration left = grants.leaseLeft(session);
        if (left.isZero()) {
            grants.review(this);
        }
        return isOver() ? Duration.ZERO : left;
    }

    /** Why the lock was lost; empty if it was not. */
    public synchronized Optional<LostReason> lostReason() {
        return Optional.ofNullable(lost);
    }

    /**
     * Registers a callback for the loss of the lock. It runs once, also if the lock is lost already, and never if the
     * lock is released first. It runs on a thread of the client and may block.
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
     * Releases the lock. Blocks until the release is confirmed, at most for the client's timeout. After that, or if the
     * thread is interrupted, the client retries in the background until the release is confirmed or the session ends.
     * Returns at once if the lock is lost.
     */
    @Override
    public void close() {
        grants.await(closeAsync());
    }

    /** The same without blocking. Completes when the release is confirmed or no longer matters. Never fails. */
    public CompletableFuture<Void> closeAsync() {
        return end().thenAccept(confirmed -> {});
    }

    /**
     * As {@link #close}, and reports whether the lock was held until now. Returns normally, too, if the release is not
     * confirmed within the client's timeout, or if the thread is interrupted: the lock was held until then as far as
     * the client knows, and others may still have to wait for it.
     *
     * @throws LockLostException if the lock was lost before, so that another client may have held it; then it does not
     *     block
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

    /** The exception for a lock that should be held and is not. */
    LockLostException lostException(LostReason reason) {
        return new LockLostException(
                "the lock " + names + " with token " + token + " was lost (" + reason
                        + "): work done under it may conflict with the work of another client",
                reason);
    }

    /** How long ago it was granted. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - turn.heldNanos());
    }

    private CompletableFuture<Boolean> end() {
        boolean now = false;
        synchronized (this) {
            // A lock past its deadline is lost, not released, even if no check has noticed it yet.
            if (!isOver() && !grants.leaseLeft(session).isZero()) {
                released = true;
                now = true;
                callbacks.clear();
            }
        }
        if (now) {
            Duration age = age();
            grants.observe(observer -> observer.released(names, token, age));
        }
        grants.over(this);
        CompletableFuture<Boolean> confirmed = giveBack();
        // For a lost lock the confirmation no longer matters, and the release continues in the background.
        return lostReason().isPresent() ? CompletableFuture.completedFuture(false) : confirmed;
    }

    /** Releases it at the cluster, once; completes with whether it was held until then. */
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

    /** Marks it as lost; false if it had ended before. Callbacks run on other threads. */
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
