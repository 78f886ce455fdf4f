package io.lockstep.follower.forwarding;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import java.util.List;

/**
 * What servers say to each other beside the engine's own messages, by direction. Each message goes one way; an answer is a
 * message of its own. It names the <em>attempt</em> that it answers: each sending of a request, to whichever leader, is a
 * new attempt, and an answer to an attempt that was given up is ignored.
 */
public sealed interface PeerMessage {

    /** A server asks the leader of one term. A leader of another term does not take the message. */
    sealed interface ToLeader extends PeerMessage {

        /** The term whose leader is asked. */
        long term();
    }

    /** The leader answers. */
    sealed interface FromLeader extends PeerMessage {}

    /** A server without a number asks for one, and is answered. */
    sealed interface Joining extends PeerMessage {}

    /** Decide this command. */
    record Forward(long term, long attempt, Submission submission) implements ToLeader {}

    /** Confirm that you lead in {@code term}. */
    record ConfirmRead(long term, long attempt) implements ToLeader {}

    /**
     * The server {@code home} runs, with all its sockets, and has heard from these sessions since its last report.
     *
     * @param report number of the report, rising within a home
     */
    record Heard(long term, ServerIncarnation home, long report, List<SessionAge> sessions) implements ToLeader {}

    /** How long before the report a session was heard from, in milliseconds. */
    record SessionAge(long session, long ageMillis) {}

    /**
     * Refused, as of {@code index} of the leader's map.
     *
     * @param leaseMillis lifetime of the session that is in the way if it is not heard from again; 0 if there is none
     */
    record Refusal(long attempt, long index, CommandResult.Refused reason, long leaseMillis) implements FromLeader {}

    /** The command was answered before: the stored answer, as of {@code index}. */
    record Answered(long attempt, long index, CommandResult result) implements FromLeader {}

    /** This attempt is not decided here and never will be: ask the current leader. */
    record NotDecided(long attempt) implements FromLeader {}

    /** The read may be answered once the map is at {@code index}. */
    record ReadConfirmed(long attempt, long index) implements FromLeader {}

    /**
     * The leader confirmed its leadership after the report came, so the renewals in it count, except those of the sessions
     * in {@code ended}, which have ended or are about to.
     */
    record Renewed(long report, List<Long> ended) implements FromLeader {}

    /** Give this new server a number. Repeatable: the same storage id gets the same number. */
    record Join(String storageId, String clientAddress, String peerAddress) implements Joining {}

    /** The new server's number, and the cluster it now belongs to. */
    record Joined(String clusterId, int server) implements Joining {}

    /** No number now, and why; the new server may ask again. */
    record NotJoined(String reason) implements Joining {}
}
