package io.lockstep.endtoend.library;

import io.lockstep.client.api.HeldLock;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockLimitException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;

/**
 * ShedLock's locks on Lockstep. The cluster must allow a client any number of locks.
 *
 * <p>{@code lockAtMostFor} limits how long a running task holds its lock; when the process dies, the lock becomes free
 * with the client's lease instead. {@code lockAtLeastFor} applies while the process runs.
 */
public final class LockstepLockProvider implements ExtensibleLockProvider, AutoCloseable {

    private final LockClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lockstep-shedlock");
        thread.setDaemon(true);
        return thread;
    });

    public LockstepLockProvider(LockClient client) {
        this.client = client;
    }

    @Override
    public Optional<SimpleLock> lock(LockConfiguration configuration) {
        try {
            return client.tryAcquire(configuration.getName()).map(held -> new Held(configuration, held));
        } catch (LockLimitException e) {
            if (e.refusal().name().equals(configuration.getName())) {
                // Another task of this process holds it.
                return Optional.empty();
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Stops the timers: a task that still runs then holds its lock until it or the client ends. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private ScheduledFuture<?> releaseAt(HeldLock held, Instant when) {
        long millis = Duration.between(ClockProvider.now(), when).toMillis();
        return timer.schedule(held::close, millis, TimeUnit.MILLISECONDS);
    }

    private final class Held extends AbstractSimpleLock {

        private final HeldLock held;
        private final ScheduledFuture<?> expiry;

        Held(LockConfiguration configuration, HeldLock held) {
            super(configuration);
            this.held = held;
            this.expiry = releaseAt(held, configuration.getLockAtMostUntil());
        }

        @Override
        protected void doUnlock() {
            expiry.cancel(false);
            Instant when = lockConfiguration.getUnlockTime();
            if (when.isAfter(ClockProvider.now())) {
                var unused = releaseAt(held, when);
            } else {
                held.close();
            }
        }

        @Override
        protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
            if (expiry.cancel(false) && held.isValid()) {
                return Optional.of(new Held(configuration, held));
            }
            // The timer may be releasing it just now: whoever is refused here finds the lock free.
            held.close();
            return Optional.empty();
        }
    }
}
