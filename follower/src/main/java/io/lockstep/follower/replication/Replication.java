package io.lockstep.follower.replication;

import java.util.Set;
import java.util.function.Consumer;

/**
 * The methods of a replicated log, seen from one node. Its events reach the node through {@link ReplicationEvents}.
 *
 * <p>Every method is called on the node's loop thread, never blocks, and never calls back before it returns: every
 * callback arrives on the loop thread later, in one order with the {@link ReplicationEvents}.
 *
 * <p>It guarantees the following, and nothing more:
 *
 * <ul>
 *   <li><b>Agreement</b>: all nodes receive the same entries at the same indexes, in rising order of index, each entry
 *       once per life of the node (from its snapshot on). Indexes may have gaps, since the log also contains entries
 *       that are not ours.
 *   <li><b>Durability</b>: a node receives an entry only after a majority of voters has it on disk.
 *   <li><b>Terms</b>: at most one node leads in a term. An entry proposed in a term is in the log in that term or
 *       never. When {@link ReplicationEvents#leading} arrives, this node has received every entry of earlier terms that
 *       will ever be applied, and can certainly decide.
 *   <li><b>Order of outcome</b>: an {@link ProposalOutcome#APPLIED} comes after the {@link ReplicationEvents#applied}
 *       of its entry. After an {@link ProposalOutcome#UNKNOWN} the entry may still be applied, or not.
 * </ul>
 */
public interface Replication {

    /**
     * Proposes an entry in {@code term}, the term of the decision. In any other term, or when this node does not lead,
     * the outcome is {@link ProposalOutcome#REFUSED}.
     *
     * @param outcome called exactly once, unless the node stops first
     */
    void propose(byte[] entry, long term, Consumer<ProposalOutcome> outcome);

    /**
     * Confirms with a quorum, in a round that starts after this call, that this node leads.
     *
     * @param confirmed called exactly once, unless the node stops first. The argument is an index at or above that of
     *     every entry committed anywhere before this call; every entry of ours up to that index has then been delivered
     *     to this node (the index itself may belong to an entry that is not ours). It is {@link #NOT_CONFIRMED} if
     *     leadership could not be confirmed
     */
    void confirmLeadership(Consumer<Long> confirmed);

    /** In place of an index: leadership could not be confirmed. */
    long NOT_CONFIRMED = -1;

    /** What this node believes of its own disk. A node without a disk has nothing to doubt. */
    default DiskTrust diskTrust() {
        return DiskTrust.FULL;
    }

    /** The audit has the loss that was accepted at {@code start}. */
    default void lossRecorded(long start) {}

    /**
     * The latest membership that this node knows. On the leader it includes every change that has ended, or it is
     * {@linkplain Membership#changing changing}.
     */
    Membership membership();

    /**
     * Adds servers as learners, which receive the log and do not vote. On the leader only. A request that cannot be met
     * now is dropped and must be repeated. Does nothing for servers that are learners already.
     */
    void addLearners(Set<Member> servers);

    /** Removes learners, which then receive nothing more. May be dropped, like {@link #addLearners}. */
    void removeLearners(Set<Member> servers);

    /**
     * Makes learners voters and removes voters, all in one change, so that no number of voters in between counts. Like
     * {@link #addLearners}, it may be dropped; repeating it finishes a half-done change. It is also dropped if one of
     * {@code rising} already votes or one of {@code leaving} does not: the caller then relied on an outdated
     * membership, and the number of voters would not be the one it wants. A leader that removes itself stops leading.
     */
    void changeVoters(Set<Member> leaving, Set<Member> rising);

    /** Whether a member has caught up with the log, apart from entries in transit. False unless this node leads. */
    boolean isLevel(Member member);

    /**
     * Transfers leadership to another voter that has caught up. Does nothing if there is none, or if this node does not
     * lead.
     *
     * @param to the number of the voter; {@link #ANY_VOTER} for the one with the longest log
     * @return whether the transfer has begun; it may still fail, and this node then leads on
     */
    boolean transferLeadership(int to);

    /** In place of the number of a voter. */
    int ANY_VOTER = 0;

    /** Requests a snapshot soon. The log before it may then be dropped. Repeated requests are merged into one. */
    void requestSnapshot();
}
