package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import io.lockstep.follower.metrics.LatencyHistogram;
import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.follower.replication.ReplicationEvents;
import java.util.function.Consumer;

/** A proposal of this node while the engine has it. The engine runs it exactly once, on any of its threads. */
final class EngineProposal implements Closure {

    private final byte[] entry;
    private final ApplyQueue handOver;
    private final Roles roles;
    private final WatchedEngine watched;
    private final LatencyHistogram took;
    private final Consumer<ProposalOutcome> outcome;
    private final long begunNanos = System.nanoTime();

    /** @param took gets how long this one took, on the loop */
    EngineProposal(
            byte[] entry,
            ApplyQueue handOver,
            Roles roles,
            WatchedEngine watched,
            LatencyHistogram took,
            Consumer<ProposalOutcome> outcome) {
        this.entry = entry;
        this.handOver = handOver;
        this.roles = roles;
        this.watched = watched;
        this.took = took;
        this.outcome = outcome;
    }

    @Override
    public void run(Status status) {
        ProposalOutcome known = outcomeOf(status);
        watched.answered();
        handOver.put(events -> deliver(known, events));
    }

    /** The very array that was proposed. */
    byte[] entry() {
        return entry;
    }

    /** The entry is applied: to be delivered with it, instead of {@link #run}. */
    EngineEvent applied() {
        watched.answered();
        return events -> deliver(ProposalOutcome.APPLIED, events);
    }

    private void deliver(ProposalOutcome known, ReplicationEvents events) {
        took.add(System.nanoTime() - begunNanos);
        outcome.accept(known);
        roles.answered(events);
    }

    /**
     * Translates the engine's status. A refusal is certain only if it was given before the log was touched: full,
     * transferring leadership, not leading, another term. The engine uses the same code for "Leader stepped down", and
     * such an entry may well commit, so only the texts tell them apart. An unknown text counts as unknown.
     */
    static ProposalOutcome outcomeOf(Status status) {
        if (status.isOk()) {
            return ProposalOutcome.APPLIED;
        }
        String text = status.getErrorMsg() == null ? "" : status.getErrorMsg();
        boolean refused = switch (status.getRaftError()) {
            case EBUSY -> true;
            case EPERM -> text.equals("Is not leader.") || text.startsWith("expected_term=");
            default -> false;
        };
        return refused ? ProposalOutcome.REFUSED : ProposalOutcome.UNKNOWN;
    }
}
