package io.lockstep.leader.membership;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.CommandResult.MembershipRefused.Reason;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.forwarding.Contacts;
import io.lockstep.follower.forwarding.LeaderRole.LeadingServer;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.leader.decision.LeaderDecisions;
import io.lockstep.leader.decision.PendingDecision;
import io.lockstep.leader.decision.ReadIndex;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests to register and to remove servers. The lock map alone cannot decide them: the leader also looks at who
 * votes, who has caught up, and who is heard of.
 */
public final class MembershipRequests {

    private final LeadingServer server;
    private final LeaderDecisions decisions;
    private final ReadIndex readIndex;

    /** @param readIndex confirms leadership before a refusal */
    public MembershipRequests(LeadingServer server, LeaderDecisions decisions, ReadIndex readIndex) {
        this.server = server;
        this.decisions = decisions;
        this.readIndex = readIndex;
    }

    /** Takes a request, to be refused or decided like any other. */
    public void take(Submission submission, Command.MembershipChange change, PendingDecision.Answer answer) {
        MembershipRefused objection = change instanceof Command.RemoveServer remove ? objection(remove) : null;
        if (objection != null) {
            readIndex.await(confirmed -> {
                if (confirmed) {
                    answer.decided(objection);
                } else {
                    answer.notDecided();
                }
            });
        } else if (change instanceof Command.RegisterServer register) {
            int replaced = memberGoneFrom(register);
            decisions.take(new Submission(submission.origin(), register.replacing(replaced)), answer);
        } else {
            decisions.take(submission, answer);
        }
    }

    /** Why the server cannot be removed now; null if it can, or if the lock map says why. */
    private @Nullable MembershipRefused objection(Command.RemoveServer remove) {
        Membership membership = server.replication().membership();
        if (remove.way() == Command.RemoveServer.Way.REPLACE
                || !machine().decide(remove).changes()
                || !votes(membership, remove.server())) {
            return null;
        }
        long free = ClusterMembership.plan(server, membership).candidates().size() - leavingVoters(membership);
        if (free > 0) {
            return null;
        }
        if (remove.way() == Command.RemoveServer.Way.EXCHANGE) {
            return new MembershipRefused(Reason.NO_REPLACEMENT, remove.server());
        }
        return membership.voters().size() == 1 ? new MembershipRefused(Reason.ONLY_VOTER, remove.server()) : null;
    }

    private long leavingVoters(Membership membership) {
        return machine().servers().stream()
                .filter(known -> !known.isMember() && votes(membership, known.server()))
                .count();
    }

    /** The member with the same peer address as a new server, if a majority of the voters finds it gone; else 0. */
    private int memberGoneFrom(Command.RegisterServer register) {
        return machine().servers().stream()
                .filter(known -> known.isMember()
                        && known.peerAddress().equals(register.peerAddress())
                        && !known.storageId().equals(register.storageId()))
                .map(RegisteredServer::server)
                .filter(this::isGone)
                .findFirst()
                .orElse(0);
    }

    private boolean isGone(int number) {
        Contacts contacts = server.contacts();
        Set<Integer> voters = server.replication().membership().voters().stream()
                .map(Member::server)
                .collect(Collectors.toSet());
        return contacts.silentMillis(number) > 0 && contacts.withoutLinkTo(number, voters) * 2L > voters.size();
    }

    private static boolean votes(Membership membership, int number) {
        return membership.voters().stream().anyMatch(voter -> voter.server() == number);
    }

    private LockStateMachine machine() {
        return server.map().machine();
    }
}
