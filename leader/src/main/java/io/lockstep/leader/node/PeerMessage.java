package io.lockstep.leader.node;

import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Submission;
import java.util.List;

/**
 * What nodes say to each other beside the engine's own messages. One way each; an answer is a message of its own and names
 * the <em>attempt</em> it answers: each time a server sends a request on, to whichever leader, it counts as a new attempt,
 * and an answer to an attempt that was given up is no answer.
 */
public sealed interface PeerMessage {

    /** Follower to leader: decide this. Valid for {@code term} alone. */
    record Forward(long term, long attempt, Submission submission) implements PeerMessage {}

    /**
     * Leader to follower: refused, as of {@code index} of the leader's map.
     *
     * @param leaseMillis how long the session that is in the way lives if it is not heard of again; 0 if none is
     */
    record Refusal(long attempt, long index, CommandResult.Refused reason, long leaseMillis) implements PeerMessage {}

    /** Leader to follower: this was answered before; here is the stored answer, as of {@code index}. */
    record Answered(long attempt, long index, CommandResult result) implements PeerMessage {}

    /** To a follower: not decided here, and this attempt never will be; ask the leader there is. */
    record NotDecided(long attempt) implements PeerMessage {}

    /** Follower to leader: confirm that you lead in {@code term}. */
    record ConfirmRead(long term, long attempt) implements PeerMessage {}

    /** Leader to follower: the read may be answered once the map is at {@code index}. */
    record ReadConfirmed(long attempt, long index) implements PeerMessage {}

    /**
     * Follower to leader: {@code home} runs, with all its sockets, and has heard of these sessions since its last report.
     *
     * @param report number of the report, rising within a home
     */
    record Heard(long term, ServerIncarnation home, long report, List<SessionAge> sessions) implements PeerMessage {}

    /** How long before the report a session was heard of, in milliseconds. */
    record SessionAge(long session, long ageMillis) {}

    /**
     * Leader to follower: it confirmed its leadership after the report came, so the renewals in it count; but for those of
     * the sessions in {@code ended}, which are gone or about to go.
     */
    record Renewed(long report, List<Long> ended) implements PeerMessage {}

    /** A new server to any server: give me a number. Repeatable: the same storage id gets the same number. */
    record Join(String storageId, String clientAddress, String peerAddress) implements PeerMessage {}

    /** To a new server: its number, and the cluster it now belongs to. */
    record Joined(String clusterId, int server) implements PeerMessage {}

    /** To a new server: no number now, and why; it may ask again. */
    record NotJoined(String reason) implements PeerMessage {}
}
