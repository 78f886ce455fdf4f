package io.lockstep.simulation.log;

import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.simulation.time.Randomness;
import java.util.HashSet;
import java.util.Set;

/** The changes of membership that one server requests while it leads: one at a time, some of them dropped. */
final class MembershipChanges {

    private final SharedLog log;
    private final SimulatedReplication server;
    private final Randomness random;
    private boolean underWay;

    MembershipChanges(SharedLog log, SimulatedReplication server, Randomness random) {
        this.log = log;
        this.server = server;
        this.random = random;
    }

    boolean underWay() {
        return underWay;
    }

    void addLearners(Set<Member> servers) {
        Set<Member> learners = new HashSet<>(log.membership().learners());
        learners.addAll(servers);
        learners.removeAll(log.membership().voters());
        change(new Membership(log.membership().voters(), learners, false), () -> underWay = false);
    }

    void removeLearners(Set<Member> servers) {
        Set<Member> learners = new HashSet<>(log.membership().learners());
        learners.removeAll(servers);
        change(new Membership(log.membership().voters(), learners, false), () -> underWay = false);
    }

    void changeVoters(Set<Member> leaving, Set<Member> rising) {
        Membership before = log.membership();
        Set<Member> voters = new HashSet<>(before.voters());
        Set<Member> left = new HashSet<>(before.learners());
        if (rising.stream().anyMatch(voters::contains) || !voters.containsAll(leaving)) {
            return;
        }
        voters.removeAll(leaving);
        voters.addAll(rising);
        left.removeAll(rising);
        // As engines do it: the server first leaves the learners, then joins the voters. The leader may be lost in
        // between.
        Runnable intoVoters = () -> changeSoon(new Membership(voters, left, false), () -> underWay = false);
        if (left.size() < before.learners().size()) {
            change(new Membership(before.voters(), left, false), intoVoters);
        } else {
            change(new Membership(voters, left, false), () -> underWay = false);
        }
    }

    /** One change at a time, and each one ends in some way. A request that arrives meanwhile is dropped. */
    private void change(Membership changed, Runnable then) {
        if (!underWay) {
            underWay = true;
            changeSoon(changed, then);
        }
    }

    private void changeSoon(Membership changed, Runnable then) {
        Membership before = log.membership();
        boolean dropped =
                changed.equals(before) || random.chance(log.hostility().dropped());
        log.after(5 * log.hostility().commitMicros(), () -> {
            // Another change was committed first, so this one is based on an outdated membership.
            if (!dropped && !server.isStopped() && log.membership().equals(before) && log.change(changed, server)) {
                then.run();
            } else {
                underWay = false;
            }
        });
    }
}
