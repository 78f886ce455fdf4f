package io.lockstep.leader.node;

import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.Entry;
import io.lockstep.common.lock.Origin;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Submission;
import io.lockstep.leader.authority.ClusterTime;
import io.lockstep.leader.authority.LeaderDecisions;
import io.lockstep.leader.authority.Undecided;
import io.lockstep.leader.replication.ProposalOutcome;
import io.lockstep.leader.replication.Replication;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * This node's time as the leader, one term of it: takes requests, has them decided, proposes batches, confirms that it
 * still leads, and ends sessions whose lease ran out. Thrown away when the term ends.
 */
final class Leadership {

    /** While so many proposals are under way, further commands gather for the next one: one fsync serves many clients. */
    static final int PROPOSALS_UNDER_WAY_MAX = 2;

    /** Most commands in one entry. */
    static final int ENTRY_COMMANDS_MAX = 512;

    private final long term;
    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final Replication replication;
    private final NodeClock clock;
    private final LongSupplier nextProposal;
    private final ClusterTime clusterTime;
    private final LeaderDecisions decisions;
    private final Confirmations confirmations;
    private final SessionLeases leases;
    private final Map<Long, Proposal> underWay = new LinkedHashMap<>();
    private boolean ended;

    Leadership(
            long term,
            ServerIncarnation home,
            ReplicatedMap map,
            Replication replication,
            NodeClock clock,
            LongSupplier nextProposal) {
        this.term = term;
        this.home = home;
        this.map = map;
        this.replication = replication;
        this.clock = clock;
        this.nextProposal = nextProposal;
        this.clusterTime = new ClusterTime(map.machine().clusterMillis(), clock.nanoTime());
        this.decisions = new LeaderDecisions(map::machine);
        this.confirmations = new Confirmations(replication, () -> !ended);
        this.leases = new SessionLeases(home, map, decisions, confirmations, clock);
    }

    long term() {
        return term;
    }

    SessionLeases leases() {
        return leases;
    }

    /** Takes what this node or a follower asks of the leader of this term; {@code reply} gets the answer, if any. */
    void receive(PeerMessage message, Consumer<PeerMessage> reply) {
        if (message instanceof PeerMessage.Forward forward) {
            decisions.take(forward.submission(), new Reply(forward.attempt(), reply));
        } else if (message instanceof PeerMessage.ConfirmRead read) {
            confirmations.await(confirmed -> reply.accept(
                    confirmed
                            ? new PeerMessage.ReadConfirmed(read.attempt(), map.appliedIndex())
                            : new PeerMessage.NotDecided(read.attempt())));
        } else if (message instanceof PeerMessage.Heard heard) {
            leases.heard(heard, reply);
        } else {
            throw new IllegalArgumentException("not for a leader: " + message);
        }
    }

    /** Has the leader itself submit a command that nobody waits for. */
    boolean submitOwn(Submission submission) {
        return decisions.takeOwn(submission);
    }

    /** Proposes and confirms what has gathered in this turn of the loop. */
    void flush() {
        if (confirmations.idle() && !decisions.nothingToConfirm()) {
            List<Undecided> requests = decisions.nextConfirmations();
            confirmations.await(confirmed -> {
                if (confirmed) {
                    decisions.confirmed(requests);
                } else {
                    decisions.notConfirmed(requests);
                }
            });
        }
        confirmations.flush();
        while (!decisions.nothingToPropose() && underWay.size() < PROPOSALS_UNDER_WAY_MAX) {
            propose(new Proposal(nextProposal.getAsLong(), decisions.nextBatch(ENTRY_COMMANDS_MAX)));
        }
    }

    private void propose(Proposal proposal) {
        underWay.put(proposal.number, proposal);
        Entry entry = new Entry(
                new Origin(home, proposal.number),
                clusterTime.millisAt(clock.nanoTime()),
                clock.wallMillis(),
                proposal.submissions);
        replication.propose(EntryCodec.encode(entry), term, outcome -> outcome(proposal, outcome));
    }

    private void outcome(Proposal proposal, ProposalOutcome outcome) {
        if (!ended && outcome != ProposalOutcome.APPLIED) {
            proposal.undone = true;
            proposal.mayBeApplied |= outcome == ProposalOutcome.UNKNOWN;
        }
    }

    /** An entry was applied here, with these results. */
    void applied(Entry entry, List<CommandResult> results) {
        leases.applied(entry, results);
        Origin origin = entry.proposal();
        if (origin.home().equals(home) && underWay.remove(origin.number()) != null) {
            decisions.applied(entry.submissions());
        }
    }

    /**
     * Proposes again what the log had no room for, or lost sight of, and ends sessions whose lease ran out. Of the latter
     * a first copy may come yet; it then has no second effect. Not to propose it again would keep what it touches in line
     * for as long as this term lasts.
     */
    void tick() {
        for (Proposal proposal : List.copyOf(underWay.values())) {
            if (proposal.undone) {
                underWay.remove(proposal.number);
                propose(proposal.again(nextProposal.getAsLong()));
            }
        }
        leases.tick();
    }

    /** The term is over: whatever was not proposed is given back to whoever sent it. */
    void end() {
        ended = true;
        confirmations.end();
        List<Submission> mayBeApplied = new ArrayList<>();
        for (Proposal proposal : underWay.values()) {
            if (!proposal.undone || proposal.mayBeApplied) {
                mayBeApplied.addAll(proposal.submissions);
            }
        }
        decisions.end(mayBeApplied);
    }

    private final class Reply implements Undecided.Answer {
        private final long attempt;
        private final Consumer<PeerMessage> reply;

        Reply(long attempt, Consumer<PeerMessage> reply) {
            this.attempt = attempt;
            this.reply = reply;
        }

        @Override
        public void decided(CommandResult result) {
            reply.accept(
                    result instanceof CommandResult.Refused reason
                            ? new PeerMessage.Refusal(attempt, map.appliedIndex(), reason)
                            : new PeerMessage.Answered(attempt, map.appliedIndex(), result));
        }

        @Override
        public void notDecided() {
            reply.accept(new PeerMessage.NotDecided(attempt));
        }
    }

    private static final class Proposal {
        final long number;
        final List<Submission> submissions;

        /** Refused, or its outcome is unknown. */
        boolean undone;

        /** Whether it, or an earlier copy, may be in the log although it was not seen there. */
        boolean mayBeApplied;

        Proposal(long number, List<Submission> submissions) {
            this.number = number;
            this.submissions = submissions;
        }

        Proposal again(long newNumber) {
            Proposal copy = new Proposal(newNumber, submissions);
            copy.mayBeApplied = mayBeApplied;
            return copy;
        }
    }
}
