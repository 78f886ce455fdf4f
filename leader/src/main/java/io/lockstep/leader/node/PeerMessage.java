package io.lockstep.leader.node;

import io.lockstep.common.lock.CommandResult;
import io.lockstep.common.lock.ServerIncarnation;
import io.lockstep.common.lock.Submission;
import java.util.List;

/** What nodes say to each other beside the engine's own messages. One way each; an answer is a message of its own. */
public sealed interface PeerMessage {

    /** Follower to leader: decide this. Valid for {@code term} alone. */
    record Forward(long term, Submission submission) implements PeerMessage {}

    /** Leader to follower: pending request {@code number} was refused, as of {@code index} of the leader's map. */
    record Refusal(long number, long index, CommandResult.Refused reason) implements PeerMessage {}

    /** Leader to follower: pending request {@code number} was answered before; the stored answer, as of {@code index}. */
    record Answered(long number, long index, CommandResult result) implements PeerMessage {}

    /** To a follower: {@code number} was not decided here, and never will be; ask the leader there is. */
    record NotDecided(long number) implements PeerMessage {}

    /** Follower to leader: confirm that you lead in {@code term}, for read {@code number}. */
    record ConfirmRead(long term, long number) implements PeerMessage {}

    /** Leader to follower: read {@code number} may be answered once the map is at {@code index}. */
    record ReadConfirmed(long number, long index) implements PeerMessage {}

    /**
     * Follower to leader: sessions heard of since the last report, as ages in milliseconds at sending, and that {@code
     * home} still runs, with all its sockets.
     */
    record Heard(long term, ServerIncarnation home, long report, List<SessionAge> sessions) implements PeerMessage {}

    /** Leader to follower: the renewals of {@code report} count; confirmed after they arrived. */
    record Renewed(long report) implements PeerMessage {}

    /** How long ago, in milliseconds, a session was heard of. */
    record SessionAge(long session, long ageMillis) {}
}
