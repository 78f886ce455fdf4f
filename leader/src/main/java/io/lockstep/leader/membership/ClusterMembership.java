package io.lockstep.leader.membership;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.forwarding.LeaderRole.LeadingServer;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import io.lockstep.leader.decision.LeaderDecisions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The leader's work on the cluster's membership: founds the cluster, and makes registered servers learners and then
 * voters.
 */
public final class ClusterMembership {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LeadingServer server;
    private final Replication replication;
    private final LeaderDecisions decisions;
    private long tendedNanos;

    /** @param decisions receives the command that founds the cluster */
    public ClusterMembership(LeadingServer server, LeaderDecisions decisions) {
        this.server = server;
        this.replication = server.replication();
        this.decisions = decisions;
        this.tendedNanos = server.clock().nanoTime();
    }

    /** Takes the next step, if one is due. */
    public void tick() {
        LockStateMachine machine = server.map().machine();
        if (!machine.isFounded() && server.settings().founder()) {
            found();
        }
        long nowNanos = server.clock().nanoTime();
        if (nowNanos - tendedNanos >= INTERVAL_NANOS) {
            tendedNanos = nowNanos;
            tend(machine);
        }
    }

    private void found() {
        int locksPerClient = server.settings().locksPerClient().orElse(NodeSettings.LOCKS_PER_CLIENT_DEFAULT);
        decisions.takeOwn(new Submission(
                new Origin(server.self().home(), 0),
                new Command.FoundCluster(server.self().clusterId(), locksPerClient)));
    }

    private void tend(LockStateMachine machine) {
        Membership membership = replication.membership();
        if (membership.changing()) {
            return;
        }
        Set<Member> registered = machine.servers().stream()
                .map(known -> new Member(known.server(), known.peerAddress()))
                .collect(Collectors.toSet());
        Set<Member> toAdd = VoterPlan.toAdd(registered, membership);
        Set<Member> toPromote = VoterPlan.toPromote(membership, replication::isLevel);
        if (!toAdd.isEmpty()) {
            replication.addLearners(toAdd);
        } else if (!toPromote.isEmpty()) {
            replication.promote(toPromote);
        }
    }
}
