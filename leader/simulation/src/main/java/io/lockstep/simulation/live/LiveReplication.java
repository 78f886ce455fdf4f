package io.lockstep.simulation.live;

import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.ProposalOutcome;
import io.lockstep.follower.replication.Replication;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The log as one server sees it. Membership never changes, and no snapshot is taken. */
final class LiveReplication implements Replication {

    private final LiveLog log;
    private final int number;
    private final Executor loop;
    private final Node node;
    private long knownTerm;
    private int knownLeader;

    /** @param loop runs tasks on the server's thread, one by one */
    LiveReplication(LiveLog log, int number, Executor loop, Node node) {
        this.log = log;
        this.number = number;
        this.loop = loop;
        this.node = node;
    }

    int number() {
        return number;
    }

    /** The map of this server; on its thread only. */
    LockStateMachine machine() {
        return node.machine();
    }

    void post(Runnable task) {
        loop.execute(task);
    }

    /** A committed entry. Called by the log. */
    void applied(long index, byte[] entry) {
        post(() -> node.applied(index, entry.clone()));
    }

    /** The server with that number leads; 0 if none does. Called by the log, under its lock. */
    void leads(int leader, long term) {
        if (leader == knownLeader && term == knownTerm) {
            return;
        }
        knownLeader = leader;
        knownTerm = term;
        if (leader == number) {
            post(() -> node.leading(term));
        } else if (leader == 0) {
            post(() -> node.leaderless(term));
        } else {
            post(() -> node.following(leader, term));
        }
    }

    @Override
    public void propose(byte[] entry, long term, Consumer<ProposalOutcome> outcome) {
        log.propose(this, entry, term, outcome);
    }

    @Override
    public void confirmLeadership(Consumer<Long> confirmed) {
        log.confirmLeadership(this, confirmed);
    }

    @Override
    public Membership membership() {
        return log.membership();
    }

    @Override
    public void addLearners(Set<Member> servers) {}

    @Override
    public void removeLearners(Set<Member> servers) {}

    @Override
    public void changeVoters(Set<Member> leaving, Set<Member> rising) {}

    @Override
    public boolean isLevel(Member member) {
        return true;
    }

    @Override
    public boolean transferLeadership(int to) {
        return false;
    }

    @Override
    public void requestSnapshot() {}
}
