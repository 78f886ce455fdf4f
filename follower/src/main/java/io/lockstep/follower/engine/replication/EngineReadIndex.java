package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import io.lockstep.follower.replication.Replication;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One round that confirms leadership. It is valid only if, when its answer reaches the loop, the node still leads in
 * the same term and no change of membership was in progress since the start of the round.
 *
 * <p>{@link #giveUpIfLate} times it out, not the engine: the engine's timer for this, once started, ticks a thousand
 * times a second and never stops.
 *
 * <p>Checking the term on the loop is sufficient: the engine answers only after it has applied an entry of the
 * confirmed term, so a loss of leadership in between has reached the loop first.
 */
final class EngineReadIndex extends ReadIndexClosure {

    private static final long NO_TIMEOUT = -1;

    private final ApplyQueue handOver;
    private final Roles roles;
    private final EngineMembership membership;
    private final Consumer<Long> confirmed;
    private final long term;
    private final long changes;
    private final long deadlineNanos;

    /** Set by the first of the time-out and the engine's answer. */
    private final AtomicBoolean answered = new AtomicBoolean();

    EngineReadIndex(
            ApplyQueue handOver,
            Roles roles,
            EngineMembership membership,
            Consumer<Long> confirmed,
            long timeoutMillis) {
        super(NO_TIMEOUT);
        this.handOver = handOver;
        this.roles = roles;
        this.membership = membership;
        this.confirmed = confirmed;
        this.term = roles.leadingTerm();
        this.changes = membership.changes();
        this.deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /** Whether the round is over: answered, or out of time and therefore not confirmed. Loop thread only. */
    boolean giveUpIfLate(long nowNanos) {
        if (nowNanos - deadlineNanos >= 0 && answered.compareAndSet(false, true)) {
            handOver.putFromLoop(events -> confirmed.accept(Replication.NOT_CONFIRMED));
        }
        return answered.get();
    }

    @Override
    public void run(Status status, long index, byte[] context) {
        if (answered.compareAndSet(false, true)) {
            long changesAfter = membership.changes();
            handOver.put(events -> {
                boolean holds = status.isOk() && roles.leadingTerm() == term && changesAfter == changes;
                confirmed.accept(holds ? index : Replication.NOT_CONFIRMED);
            });
        }
    }
}
