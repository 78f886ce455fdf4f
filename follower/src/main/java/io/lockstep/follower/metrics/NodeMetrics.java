package io.lockstep.follower.metrics;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockEvent;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What a node counts. The loop writes it. */
public final class NodeMetrics {

    private final RequestMetrics requests;
    private final LatencyHistogram holds = LatencyHistogram.ofWaits();
    private final Count forced = new Count();
    private final Count expired = new Count();
    private final Count leaderChanges = new Count();
    private int leader;

    /** @param nanoTime the clock of the node */
    public NodeMetrics(LongSupplier nanoTime) {
        requests = new RequestMetrics(nanoTime);
    }

    /**
     * An entry was applied while this server leads. Only the leader counts what happens to locks: the servers of a
     * cluster count it once in all, and a restarted one does not count it again.
     */
    public void applied(Entry entry, List<Effect> effects) {
        for (int i = 0; i < effects.size(); i++) {
            Effect effect = effects.get(i);
            for (LockEvent event : effect.events()) {
                if (event instanceof LockEvent.Released released) {
                    holds.add(TimeUnit.MILLISECONDS.toNanos(released.heldMillis()));
                    forced.add(released.reason() == LockEvent.Ending.FORCED ? 1 : 0);
                }
            }
            if (entry.submissions().get(i).command() instanceof Command.ExpireSession
                    && effect.result() instanceof CommandResult.SessionEnded) {
                expired.increase();
            }
        }
    }

    /** The server with this number leads; 0 for none. */
    public void leader(int now) {
        if (now != 0 && now != leader) {
            leader = now;
            leaderChanges.increase();
        }
    }

    /** The requests of this server's clients. */
    public RequestMetrics requests() {
        return requests;
    }

    /** How long locks were held that became free while this server led. */
    public LatencyHistogram holds() {
        return holds;
    }

    /** Grants that operators broke while this server led. */
    public Count forced() {
        return forced;
    }

    /** Sessions whose lease ran out while this server led. */
    public Count expired() {
        return expired;
    }

    /** How often this server saw another server lead than before; its first leader counts. */
    public Count leaderChanges() {
        return leaderChanges;
    }
}
