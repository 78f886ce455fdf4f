package io.lockstep.leader.membership;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides the next step from the members that the log has to those that the lock map asks for. It looks only at these
 * two, so that a new leader goes on wherever the last one stopped, also in the middle of a step.
 *
 * <p>The number of voters stays odd: an even-sized cluster tolerates no more failures than the odd one below it, and
 * has one more server that can fail. So learners become voters in pairs, and a voter that leaves is exchanged for a
 * learner in one change. A server with a new address is another member to the log: it is exchanged for itself.
 *
 * @param self the leader's own number
 * @param isLevel whether a member has caught up
 * @param isSilent whether a server was not heard of for some time
 */
record MembershipPlan(
        int self,
        List<RegisteredServer> registered,
        Membership membership,
        Predicate<Member> isLevel,
        Predicate<Integer> isSilent) {

    /** More voters than this only make each commit slower. */
    static final int VOTERS_MAX = 7;

    private static final Comparator<Member> BY_NUMBER = Comparator.comparingInt(Member::server);

    /** The next step. One change at a time: call it again once the step is done. */
    MembershipStep next() {
        Set<Member> wanted = registered.stream()
                .filter(RegisteredServer::isMember)
                .map(MembershipPlan::memberOf)
                .collect(Collectors.toSet());
        Set<Member> missing = without(without(wanted, membership.voters()), membership.learners());
        if (!missing.isEmpty()) {
            return new MembershipStep.AddLearners(missing);
        }
        Set<Member> staleLearners = without(membership.learners(), wanted);
        if (!staleLearners.isEmpty()) {
            return new MembershipStep.RemoveLearners(staleLearners);
        }
        Set<Member> staleVoters = without(membership.voters(), wanted);
        MembershipStep exchange = exchange(staleVoters);
        return exchange instanceof MembershipStep.Nothing && staleVoters.isEmpty() ? promotion() : exchange;
    }

    /** The servers that are to be removed and are no members of the log any more. */
    List<Integer> removed() {
        Set<Integer> present = Stream.concat(membership.voters().stream(), membership.learners().stream())
                .map(Member::server)
                .collect(Collectors.toSet());
        return registered.stream()
                .filter(server -> !server.isMember() && !server.isRemoved() && !present.contains(server.server()))
                .map(RegisteredServer::server)
                .toList();
    }

    /** The learners that may become voters now, lowest number first. */
    List<Member> candidates() {
        return registered.stream()
                .filter(server -> server.isMember() && !server.observer())
                .map(MembershipPlan::memberOf)
                .filter(membership.learners()::contains)
                .filter(isLevel)
                .sorted(BY_NUMBER)
                .toList();
    }

    private MembershipStep exchange(Set<Member> staleVoters) {
        List<Member> candidates = candidates();
        List<Member> inOrder = new ArrayList<>(staleVoters);
        // The dead first: each of them brings the cluster closer to losing its majority. This server last: by then
        // another voter can lead.
        inOrder.sort(Comparator.comparing((Member voter) -> voter.server() == self)
                .thenComparing(voter -> !isSilent.test(voter.server()))
                .thenComparing(BY_NUMBER));
        for (Member stale : inOrder) {
            MembershipStep step = exchange(stale, candidates);
            if (!(step instanceof MembershipStep.Nothing)) {
                return step;
            }
        }
        return new MembershipStep.Nothing();
    }

    private MembershipStep exchange(Member stale, List<Member> candidates) {
        Member rising = risingFor(stale, candidates);
        Set<Member> leaving = new LinkedHashSet<>(Set.of(stale));
        if (rising == null) {
            if (!mayShrink(stale.server())) {
                return new MembershipStep.Nothing();
            }
            boolean odd = membership.voters().size() % 2 == 1;
            Member second = odd ? leavingWith(stale) : null;
            if (odd && second == null) {
                return new MembershipStep.Nothing();
            }
            if (second != null) {
                leaving.add(second);
            }
        }
        Set<Member> joining = rising == null ? Set.of() : Set.of(rising);
        if (!canDecide(leaving, joining)) {
            return new MembershipStep.Nothing();
        }
        if (stale.server() == self && anotherCanLead(leaving)) {
            return new MembershipStep.HandOver();
        }
        return new MembershipStep.ChangeVoters(leaving, joining);
    }

    /** Whether most voters after a change would be there. The change itself could not be committed without them. */
    private boolean canDecide(Set<Member> leaving, Set<Member> joining) {
        Set<Member> voters = without(membership.voters(), leaving);
        long there = Stream.concat(voters.stream(), joining.stream())
                .filter(voter -> voter.server() == self || isLevel.test(voter))
                .count();
        return there * 2 > voters.size() + joining.size();
    }

    private static @Nullable Member risingFor(Member stale, List<Member> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.server() == stale.server())
                .findFirst()
                .orElse(candidates.isEmpty() ? null : candidates.get(0));
    }

    private boolean mayShrink(int server) {
        return registered.stream()
                .anyMatch(known -> known.server() == server && known.standing() == Standing.LEAVING_UNREPLACED);
    }

    /** The voter that leaves together with {@code stale}: one that is to leave, or silent, or behind, or the newest. */
    private @Nullable Member leavingWith(Member stale) {
        return membership.voters().stream()
                .filter(voter -> voter.server() != self && !voter.equals(stale))
                .max(Comparator.comparing((Member voter) -> !isMember(voter))
                        .thenComparing(voter -> isSilent.test(voter.server()))
                        .thenComparing(voter -> !isLevel.test(voter))
                        .thenComparing(BY_NUMBER))
                .orElse(null);
    }

    private boolean isMember(Member voter) {
        return registered.stream().anyMatch(known -> known.server() == voter.server() && known.isMember());
    }

    private boolean anotherCanLead(Set<Member> leaving) {
        return membership.voters().stream()
                .anyMatch(voter -> voter.server() != self && !leaving.contains(voter) && isLevel.test(voter));
    }

    /** The learners to make voters in one change: as many as keep the number of voters odd, or none. */
    private MembershipStep promotion() {
        int wanted = membership.voters().size() % 2 == 0 ? 1 : 2;
        List<Member> level = candidates().stream().limit(wanted).toList();
        return level.size() == wanted && membership.voters().size() + wanted <= VOTERS_MAX
                ? new MembershipStep.ChangeVoters(Set.of(), new LinkedHashSet<>(level))
                : new MembershipStep.Nothing();
    }

    private static Member memberOf(RegisteredServer server) {
        return new Member(server.server(), server.peerAddress());
    }

    private static Set<Member> without(Set<Member> members, Set<Member> others) {
        Set<Member> rest = new HashSet<>(members);
        rest.removeAll(others);
        return rest;
    }
}
