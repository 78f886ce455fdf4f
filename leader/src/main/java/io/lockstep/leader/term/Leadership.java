package io.lockstep.leader.term;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.Lease;
import io.lockstep.common.lock.Session;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.leader.decision.LeaderDecisions;
import io.lockstep.leader.decision.PendingDecision;
import io.lockstep.leader.decision.ReadIndex;
import io.lockstep.leader.lease.SessionLeases;
import io.lockstep.leader.membership.ClusterMembership;
import io.lockstep.leader.membership.MembershipRequests;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One term of leading: takes requests, has them decided, proposes batches, confirms leadership, and ends sessions whose
 * lease has run out. It is discarded when the term ends.
 */
public final class Leadership implements LeaderRole {

    /** Maximum number of commands in one entry. */
    static final int ENTRY_COMMANDS_MAX = 512;

    private final long term;
    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final NodeClock clock;
    private final ClusterTime clusterTime;
    private final LeaderDecisions decisions;
    private final ReadIndex readIndex;
    private final SessionLeases leases;
    private final ClusterMembership membership;
    private final MembershipRequests membershipRequests;
    private final Proposals proposals;
    private final long mapBytesMost;
    private boolean ended;

    /** The leader's part of {@code server} for {@code term}, which starts now. */
    public Leadership(long term, LeadingServer server) {
        this.term = term;
        this.home = server.self().home();
        this.map = server.map();
        this.clock = server.clock();
        this.clusterTime = new ClusterTime(map.machine().clusterMillis(), clock.nanoTime());
        this.decisions = new LeaderDecisions(map::machine);
        this.readIndex = new ReadIndex(server.replication(), () -> !ended);
        this.leases = new SessionLeases(home, map, decisions, readIndex, clock, server.contacts());
        this.membership = new ClusterMembership(server, decisions);
        this.membershipRequests = new MembershipRequests(server, decisions, readIndex);
        this.mapBytesMost = server.settings().mapBound().mostBytes();
        this.proposals = new Proposals(term, server, clusterTime);
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public long leaseRemainingMillis(long session) {
        Session known = map.machine().session(session);
        Lease lease = known == null ? null : known.lease();
        return lease == null
                ? leases.remainingMillis(session)
                : Math.max(0, lease.endsClusterMillis() - clusterTime.millisAt(clock.nanoTime()));
    }

    @Override
    public void stalled() {
        leases.stalled();
    }

    @Override
    public void receive(PeerMessage.ToLeader message, Consumer<PeerMessage.FromLeader> reply) {
        if (message instanceof PeerMessage.Forward forward) {
            take(forward.submission(), new Reply(forward.attempt(), reply));
        } else if (message instanceof PeerMessage.ConfirmRead read) {
            readIndex.await(confirmed -> reply.accept(
                    confirmed
                            ? new PeerMessage.ReadConfirmed(read.attempt(), map.appliedIndex())
                            : new PeerMessage.NotDecided(read.attempt())));
        } else if (message instanceof PeerMessage.RenewalReport report) {
            leases.reported(report, reply);
        }
    }

    private void take(Submission submission, PendingDecision.Answer answer) {
        if (submission.command() instanceof Command.MembershipChange change) {
            membershipRequests.take(submission, change, answer);
        } else if (submission.command() instanceof Command.SetMapBytes set && set.mapBytesMax() > mapBytesMost) {
            CommandResult tooLarge = new CommandResult.HeapTooSmall(mapBytesMost);
            readIndex.await(confirmed -> {
                if (confirmed) {
                    answer.decided(tooLarge);
                } else {
                    answer.notDecided();
                }
            });
        } else {
            decisions.take(submission, answer);
        }
    }

    @Override
    public void flush() {
        if (readIndex.idle() && !decisions.nothingToConfirm()) {
            List<PendingDecision> requests = decisions.nextConfirmations();
            readIndex.await(confirmed -> {
                if (confirmed) {
                    decisions.confirmed(requests);
                } else {
                    decisions.notConfirmed(requests);
                }
            });
        }
        readIndex.flush();
        while (!decisions.nothingToPropose() && proposals.roomForMore()) {
            proposals.propose(decisions.nextBatch(ENTRY_COMMANDS_MAX));
        }
    }

    @Override
    public @Nullable Entry proposed(byte[] bytes) {
        return proposals.entryOf(bytes);
    }

    @Override
    public void applied(Entry entry, List<Effect> effects) {
        leases.applied(entry, effects);
        if (proposals.applied(entry.proposal())) {
            decisions.applied(entry.submissions());
        }
    }

    @Override
    public void tick() {
        proposals.proposeAgain();
        leases.tick();
        long clusterMillis = clusterTime.millisAt(clock.nanoTime());
        if (map.machine().nextDueClusterMillis() < Long.MAX_VALUE) {
            decisions.takeOwn(new Submission(new Origin(home, 0), new Command.PassTime(clusterMillis)));
        }
        membership.tick();
    }

    @Override
    public void end() {
        ended = true;
        readIndex.end();
        decisions.end(proposals.end());
    }

    private final class Reply implements PendingDecision.Answer {
        private final long attempt;
        private final Consumer<PeerMessage.FromLeader> reply;

        Reply(long attempt, Consumer<PeerMessage.FromLeader> reply) {
            this.attempt = attempt;
            this.reply = reply;
        }

        @Override
        public void decided(CommandResult result) {
            reply.accept(
                    result instanceof CommandResult.Refused reason
                            ? new PeerMessage.Refusal(attempt, map.appliedIndex(), reason, leaseMillis(reason))
                            : new PeerMessage.Answered(attempt, map.appliedIndex(), result));
        }

        private long leaseMillis(CommandResult.Refused reason) {
            if (reason instanceof CommandResult.HeldByOther held) {
                return leaseRemainingMillis(held.holder().session());
            }
            return reason instanceof CommandResult.NotOwner notOwner
                    ? leaseRemainingMillis(notOwner.holder().session())
                    : 0;
        }

        @Override
        public void notDecided() {
            reply.accept(new PeerMessage.NotDecided(attempt));
        }
    }
}
