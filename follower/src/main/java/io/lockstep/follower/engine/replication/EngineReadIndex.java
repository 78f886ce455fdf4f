package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.closure.ReadIndexClosure;
import io.lockstep.follower.replication.Replication;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One round that confirms leadership. It counts only if, when the loop hears of it, the node still leads in the term in
 * which it asked, and no change of membership was under way from the question to the answer.
 *
 * <p>It times out by {@link #giveUpIfLate}, not by the engine: the engine's clock for this, once there is one, ticks a
 * thousand times a second for good.
 *
 * <p>That the term is checked on the loop is enough: the engine answers only after it has applied an entry of the term it
 * confirmed, so the loop has heard before of any leadership lost in between.
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

    /** The time-out and the engine may both run it. */
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

    /** Whether it is over: answered, or out of time, which makes it unconfirmed. On the loop. */
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
