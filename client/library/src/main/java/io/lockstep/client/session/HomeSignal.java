package io.lockstep.client.session;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Tells those that wait for a connection of the session that there is one. Safe for any thread. */
final class HomeSignal {

    private CompletableFuture<Void> next = new CompletableFuture<>();

    /** Completes with the next {@link #tell}, or at once if nothing is awaited any longer. */
    CompletableFuture<Void> next(BooleanSupplier isAwaited) {
        CompletableFuture<Void> present = present();
        if (!isAwaited.getAsBoolean()) {
            present.complete(null);
        }
        return present;
    }

    private synchronized CompletableFuture<Void> present() {
        return next;
    }

    void tell() {
        CompletableFuture<Void> told;
        synchronized (this) {
            told = next;
            next = new CompletableFuture<>();
        }
        told.complete(null);
    }
}
