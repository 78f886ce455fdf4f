package io.lockstep.follower.replication;

import java.util.Set;
import java.util.function.Consumer;

/**
 * A replicated log, seen from one node: what the node asks of it. What it tells the node comes through {@link
 * ReplicationEvents}.
 *
 * <p>Every method is called on the node's loop thread, never blocks, and never calls back before it returns: every
 * callback arrives on the loop thread later, in the one order in which {@link ReplicationEvents} arrive.
 *
 * <p>What it guarantees, and nothing more:
 *
 * <ul>
 *   <li><b>Agreement</b>: all nodes are given the same entries at the same indexes, in rising order of index, each once
 *       per life of the node (from its snapshot on). Indexes may have gaps: the log also holds entries that are not ours.
 *   <li><b>Durability</b>: an entry is given to any node only when a majority of voters has it on disk.
 *   <li><b>Terms</b>: at most one node leads in a term. An entry proposed in a term is in the log in that term or never.
 *       When {@link ReplicationEvents#leading} arrives, every entry of earlier terms that will ever be applied has been
 *       given to this node, and this node is certain of being able to decide.
 *   <li><b>Order of outcome</b>: an {@link ProposalOutcome#APPLIED} comes after the {@link ReplicationEvents#applied} of
 *       the entry. An {@link ProposalOutcome#UNKNOWN} may be followed by the entry being applied, or not.
 * </ul>
 */
public interface Replication {

    /**
     * Proposes an entry in {@code term}, the term of the decision. In any other term, or when this node does not lead, the
     * outcome is {@link ProposalOutcome#REFUSED}.
     *
     * @param outcome called exactly once, unless the node stops first
     */
    void propose(byte[] entry, long term, Consumer<ProposalOutcome> outcome);

    /**
     * Confirms with a quorum, in a round that begins after this call, that this node leads.
     *
     * @param confirmed called exactly once, unless the node stops first. Either with an index no smaller than that of any
     *     entry committed anywhere before this call; by then every entry of ours up to that index has been given to this
     *     node (the index itself may be that of an entry that is not ours). Or with {@link #NOT_CONFIRMED}
     */
    void confirmLeadership(Consumer<Long> confirmed);

    /** In place of an index, where leadership could not be confirmed. */
    long NOT_CONFIRMED = -1;

    /** The members as of the latest membership this node knows. */
    Membership membership();

    /**
     * Adds servers as learners, which get the log and do not vote. Only at the leader; a request that cannot be met now is
     * dropped, to be asked again. Asking for what is already so does nothing.
     */
    void addLearners(Set<Member> servers);

    /**
     * Makes learners voters, all in one change. As {@link #addLearners}, it may be dropped, and a half-done change is
     * finished by asking again. Dropped, too, if one of them votes already: the caller then counted on a membership that
     * is no more, and the number of voters would not become the one it wanted.
     */
    void promote(Set<Member> learners);

    /**
     * Whether a learner or voter has all of the log, but for what is on its way; at the leader only, else false.
     */
    boolean isLevel(Member member);

    /** Hands leadership to some other voter that is level, if there is one; otherwise does nothing. */
    void transferLeadership();

    /** Asks for a snapshot soon, after which the log before it may be dropped. Repeated requests are folded into one. */
    void requestSnapshot();
}
