package io.lockstep.leader.node;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.RegisteredServer;
import io.lockstep.leader.authority.VoterPlan;
import io.lockstep.leader.replication.Member;
import io.lockstep.leader.replication.Membership;
import io.lockstep.leader.replication.Replication;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a cluster in order beside its locks: founding it, giving servers their numbers and addresses, and, at the
 * leader, making them learners and then voters.
 */
final class ClusterUpkeep {

    private static final long MEMBERSHIP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final NodeServices node;
    private final Replication replication;
    private boolean asking;
    private long membershipNanos;

    ClusterUpkeep(NodeServices node, Replication replication) {
        this.node = node;
        this.replication = replication;
        this.membershipNanos = node.clock().nanoTime();
    }

    void tick() {
        LockStateMachine machine = node.map().machine();
        if (node.leaderLink().leadership() != null
                && !machine.isFounded()
                && node.settings().founder()) {
            found();
        } else if (node.localReads().level() && machine.isFounded()) {
            registerSelf(machine);
        }
        long nowNanos = node.clock().nanoTime();
        if (node.leaderLink().leadership() != null && nowNanos - membershipNanos >= MEMBERSHIP_NANOS) {
            membershipNanos = nowNanos;
            tendMembership(machine);
        }
    }

    private void found() {
        int locksPerClient = node.settings().locksPerClient().orElse(NodeSettings.LOCKS_PER_CLIENT_DEFAULT);
        ask(new Command.FoundCluster(node.self().clusterId(), locksPerClient));
    }

    private void registerSelf(LockStateMachine machine) {
        NodeIdentity self = node.self();
        RegisteredServer known = machine.serverWithStorageId(self.storageId());
        if (known == null
                || !known.clientAddress().equals(self.clientAddress())
                || !known.peerAddress().equals(self.peerAddress())) {
            ask(new Command.RegisterServer(self.storageId(), self.clientAddress(), self.peerAddress()));
        }
    }

    private void ask(Command command) {
        if (!asking) {
            asking = true;
            node.pending().submit(command, outcome -> asking = false);
        }
    }

    /** Gives a new server its number; on any server, as the leader decides. */
    void join(PeerChannel from, PeerMessage.Join join) {
        if (node.pending().full()) {
            from.send(new PeerMessage.NotJoined("too many requests are pending there"));
            return;
        }
        if (node.map().machine().servers().isEmpty()) {
            from.send(new PeerMessage.NotJoined("the founder has no number itself yet"));
            return;
        }
        node.pending()
                .submit(
                        new Command.RegisterServer(join.storageId(), join.clientAddress(), join.peerAddress()),
                        outcome -> from.send(joinAnswer(outcome)));
    }

    private PeerMessage joinAnswer(Outcome outcome) {
        if (outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.ServerRegistered registered) {
            return new PeerMessage.Joined(node.self().clusterId(), registered.server());
        }
        return new PeerMessage.NotJoined(
                outcome instanceof Outcome.Decided decided ? decided.result().toString() : "there is no leader now");
    }

    private void tendMembership(LockStateMachine machine) {
        Membership membership = replication.membership();
        if (membership.changing()) {
            return;
        }
        Set<Member> registered = machine.servers().stream()
                .map(server -> new Member(server.server(), server.peerAddress()))
                .collect(Collectors.toSet());
        Set<Member> toAdd = VoterPlan.toAdd(registered, membership);
        Set<Member> toPromote = VoterPlan.toPromote(membership, replication::isLevel);
        if (!toAdd.isEmpty()) {
            replication.addLearners(toAdd);
        } else if (!toPromote.isEmpty()) {
            replication.promote(toPromote);
        }
    }

    /** How this server was started against what the log says; null while they agree. */
    @Nullable
    String contradiction() {
        LockStateMachine machine = node.map().machine();
        OptionalInt asked = node.settings().locksPerClient();
        if (machine.isFounded() && asked.isPresent() && asked.getAsInt() != machine.locksPerClient()) {
            return "--locks-per-client " + asked.getAsInt() + " was asked for, but the cluster was founded with "
                    + machine.locksPerClient() + "; start this server without the flag, or with that value";
        }
        return null;
    }
}
