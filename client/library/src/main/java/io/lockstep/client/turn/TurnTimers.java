package io.lockstep.client.turn;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Ends the wait of one turn in the process when its time is up. Safe for any thread; no method blocks. */
public final class TurnTimers {

    /** A client whose requests wait for places in the lines tries one of them as often. */
    private static final long WITHOUT_PLACE_MILLIS = 10;

    private final Turns turns;
    private final Turn turn;
    private final Executor workers;
    private final Runnable gaveUp;
    private CompletableFuture<Void> patience = CompletableFuture.completedFuture(null);
    private boolean stopped;

    /** @param gaveUp called on a worker when the turn has given up */
    public TurnTimers(Turns turns, Turn turn, Executor workers, Runnable gaveUp) {
        this.turns = turns;
        this.turn = turn;
        this.workers = workers;
        this.gaveUp = gaveUp;
    }

    /**
     * The turn waits, from now on for so long at most. If it waits for a place in the lines of the cluster, it also
     * asks without one after a pause, since the lock may be free before a place is.
     */
    public synchronized void waits(Duration most) {
        patience.cancel(false);
        if (stopped) {
            return;
        }
        patience = new CompletableFuture<>();
        var unused = patience.thenRunAsync(this::giveUp, workers);
        patience.completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(most), TimeUnit.NANOSECONDS);
        long inLine = turns.waitingForPlace(turn);
        if (inLine > 0) {
            CompletableFuture<Void> pause = new CompletableFuture<>();
            var unusedToo = pause.thenRun(() -> turns.goWithoutPlace(turn));
            pause.completeOnTimeout(null, WITHOUT_PLACE_MILLIS * inLine, TimeUnit.MILLISECONDS);
        }
    }

    /** The request is over. */
    public synchronized void stop() {
        stopped = true;
        patience.cancel(false);
    }

    private void giveUp() {
        if (turns.giveUp(turn)) {
            gaveUp.run();
        }
    }
}
