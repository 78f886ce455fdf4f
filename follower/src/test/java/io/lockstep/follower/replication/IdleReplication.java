package io.lockstep.follower.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A log in which nothing happens by itself: a test tells the node what it delivers. */
public final class IdleReplication implements Replication {

    /** What the server believes of its disk. */
    public DiskTrust trust = DiskTrust.FULL;

    /** The starts whose accepted loss the audit has. */
    public final List<Long> lossesRecorded = new ArrayList<>();

    /** How often leadership was to be transferred. */
    public int transfers;

    private final Membership membership;

    /** A log with these voters; the peer port of server N is 910N. */
    public IdleReplication(int... voters) {
        List<Member> members = new ArrayList<>();
        for (int voter : voters) {
            members.add(new Member(voter, "127.0.0.1:910" + voter));
        }
        membership = new Membership(Set.copyOf(members), Set.of(), false);
    }

    @Override
    public void propose(byte[] entry, long term, Consumer<ProposalOutcome> outcome) {}

    @Override
    public void confirmLeadership(Consumer<Long> confirmed) {}

    @Override
    public DiskTrust diskTrust() {
        return trust;
    }

    @Override
    public void lossRecorded(long start) {
        lossesRecorded.add(start);
    }

    @Override
    public Membership membership() {
        return membership;
    }

    @Override
    public void addLearners(Set<Member> servers) {}

    @Override
    public void removeLearners(Set<Member> servers) {}

    @Override
    public void changeVoters(Set<Member> leaving, Set<Member> rising) {}

    @Override
    public boolean isLevel(Member member) {
        return false;
    }

    @Override
    public boolean transferLeadership(int to) {
        transfers++;
        return true;
    }

    @Override
    public void requestSnapshot() {}
}
