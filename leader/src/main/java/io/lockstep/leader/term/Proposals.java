package io.lockstep.leader.term;

import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.follower.forwarding.LeaderRole.LeadingServer;
import io.lockstep.follower.replication.ProposalOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The proposals of one term that are not applied yet. A proposal is one entry of the log, with a batch of commands. */
final class Proposals {

    /**
     * While this many proposals are in progress, further commands wait for the next one: one fsync serves many clients.
     */
    private static final int UNDER_WAY_MAX = 2;

    private final long term;
    private final LeadingServer server;
    private final ClusterTime clusterTime;
    private final Map<Long, Proposal> underWay = new LinkedHashMap<>();
    private boolean ended;

    Proposals(long term, LeadingServer server, ClusterTime clusterTime) {
        this.term = term;
        this.server = server;
        this.clusterTime = clusterTime;
    }

    boolean roomForMore() {
        return underWay.size() < UNDER_WAY_MAX;
    }

    void propose(List<Submission> batch) {
        propose(new Proposal(server.nextProposal().getAsLong(), batch));
    }

    private void propose(Proposal proposal) {
        underWay.put(proposal.number, proposal);
        Entry entry = new Entry(
                new Origin(server.self().home(), proposal.number),
                clusterTime.millisAt(server.clock().nanoTime()),
                server.clock().wallMillis(),
                proposal.batch);
        proposal.entry = entry;
        proposal.bytes = EntryCodec.encode(entry);
        server.replication().propose(proposal.bytes, term, outcome -> outcome(proposal, outcome));
    }

    private void outcome(Proposal proposal, ProposalOutcome outcome) {
        if (!ended && outcome != ProposalOutcome.APPLIED) {
            proposal.undone = true;
            proposal.mayBeApplied |= outcome == ProposalOutcome.UNKNOWN;
        }
    }

    /** The entry that was proposed as this very array; null if none was. */
    @Nullable
    Entry entryOf(byte[] bytes) {
        for (Proposal proposal : underWay.values()) {
            if (proposal.bytes == bytes) {
                return proposal.entry;
            }
        }
        return null;
    }

    /**
     * An entry was applied.
     *
     * @return whether it is one of these proposals
     */
    boolean applied(Origin origin) {
        return origin.home().equals(server.self().home()) && underWay.remove(origin.number()) != null;
    }

    /**
     * Proposes entries again that were refused or whose outcome is unknown. An unknown entry may still commit; applying
     * its commands twice is harmless, since each has an effect only once. Without this, requests for the same locks
     * would stay blocked until the term ends.
     */
    void proposeAgain() {
        for (Proposal proposal : List.copyOf(underWay.values())) {
            if (proposal.undone) {
                underWay.remove(proposal.number);
                propose(proposal.again(server.nextProposal().getAsLong()));
            }
        }
    }

    /**
     * The term is over.
     *
     * @return the commands that may still be applied
     */
    List<Submission> end() {
        ended = true;
        List<Submission> mayBeApplied = new ArrayList<>();
        for (Proposal proposal : underWay.values()) {
            if (!proposal.undone || proposal.mayBeApplied) {
                mayBeApplied.addAll(proposal.batch);
            }
        }
        return mayBeApplied;
    }

    private static final class Proposal {
        final long number;
        final List<Submission> batch;
        private @Nullable Entry entry;
        private byte @Nullable [] bytes;

        /** Refused, or its outcome is unknown. */
        boolean undone;

        /** Whether it, or an earlier attempt, may be in the log although it was not seen there. */
        boolean mayBeApplied;

        Proposal(long number, List<Submission> batch) {
            this.number = number;
            this.batch = batch;
        }

        Proposal again(long newNumber) {
            Proposal retry = new Proposal(newNumber, batch);
            retry.mayBeApplied = mayBeApplied;
            return retry;
        }
    }
}
