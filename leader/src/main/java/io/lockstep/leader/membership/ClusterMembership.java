package io.lockstep.leader.membership;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.forwarding.LeaderRole.LeadingServer;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import io.lockstep.leader.decision.LeaderDecisions;
import java.util.concurrent.TimeUnit;

/**
 * The leader's work on the cluster's membership: founds the cluster, and makes the members of the log those that the
 * lock map asks for, one step after the other.
 */
public final class ClusterMembership {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A step that keeps failing is tried more and more rarely: no leadership is confirmed during a change. */
    private static final long INTERVAL_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    private final LeadingServer server;
    private final Replication replication;
    private final LeaderDecisions decisions;
    private MembershipStep triedLast = new MembershipStep.Nothing();
    private long intervalNanos = INTERVAL_NANOS;
    private long tendedNanos;

    /** @param decisions receives the commands of the leader itself */
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
            takeOwn(foundation());
        }
        long nowNanos = server.clock().nanoTime();
        if (nowNanos - tendedNanos >= intervalNanos) {
            tendedNanos = nowNanos;
            tend();
        }
    }

    private Command foundation() {
        return server.settings()
                .cluster()
                .foundation(
                        server.self().clusterId(), server.settings().mapBound().atFounding());
    }

    private void takeOwn(Command command) {
        decisions.takeOwn(new Submission(new Origin(server.self().home(), 0), command));
    }

    private void tend() {
        Membership membership = replication.membership();
        if (membership.changing()) {
            return;
        }
        MembershipPlan plan = plan(server, membership);
        plan.removed().forEach(number -> takeOwn(new Command.FinishRemoval(number)));
        take(plan.next());
    }

    static MembershipPlan plan(LeadingServer server, Membership membership) {
        return new MembershipPlan(
                server.self().server(),
                server.map().machine().servers(),
                membership,
                server.replication()::isLevel,
                number -> server.contacts().silentMillis(number) > 0);
    }

    private void take(MembershipStep step) {
        intervalNanos = step.equals(triedLast) ? Math.min(2 * intervalNanos, INTERVAL_NANOS_MAX) : INTERVAL_NANOS;
        triedLast = step;
        if (step instanceof MembershipStep.AddLearners add) {
            replication.addLearners(add.servers());
        } else if (step instanceof MembershipStep.RemoveLearners remove) {
            replication.removeLearners(remove.servers());
        } else if (step instanceof MembershipStep.ChangeVoters change) {
            replication.changeVoters(change.leaving(), change.rising());
        } else if (step instanceof MembershipStep.HandOver) {
            replication.transferLeadership(Replication.ANY_VOTER);
        } else {
            intervalNanos = INTERVAL_NANOS;
        }
    }
}
