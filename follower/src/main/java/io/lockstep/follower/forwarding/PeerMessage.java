package io.lockstep.follower.forwarding;

import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import java.util.List;

/**
 * The messages between servers, apart from the engine's own, by direction. A server asks over the channel that it
 * opened, and is answered over the same channel. An answer names the <em>attempt</em> that it answers. Each retry of a
 * request, to the same leader or another, is a new attempt. An answer to an attempt that was given up is ignored, and
 * so is one that comes over another channel than the attempt went out on.
 */
public sealed interface PeerMessage {

    /** From the server that opened the channel. */
    sealed interface Question extends PeerMessage {}

    /** From the server that accepted the channel. */
    sealed interface Answer extends PeerMessage {}

    /** From a server to the leader of one term. A leader of another term does not take the message. */
    sealed interface ToLeader extends Question {

        /** The term of the leader that the message is for. */
        long term();
    }

    /** From the leader. */
    sealed interface FromLeader extends Answer {}

    /**
     * From a member to another one: these servers are members too. A server whose log is behind does not know them yet,
     * although one of them may lead by now.
     */
    record Members(List<Introduced> servers) implements Answer {}

    /** A member, and the storage id under which the cluster knows it. */
    record Introduced(int server, String storageId) {}

    /** From any member to a server that asked for a number. */
    sealed interface JoinAnswer extends Answer {}

    /** Decide this command. */
    record Forward(long term, long attempt, Submission submission) implements ToLeader {}

    /** Confirm that you lead in {@code term}. */
    record ConfirmRead(long term, long attempt) implements ToLeader {}

    /**
     * The server {@code home} runs, with all its sockets, and received renewals of these sessions since its last
     * report.
     *
     * @param report number of the report, increasing within a home
     * @param linked the servers with which it has an open link
     */
    record RenewalReport(
            long term, ServerIncarnation home, long report, List<SessionAge> sessions, List<Integer> linked)
            implements ToLeader {}

    /** The milliseconds between the session's last renewal and the report. */
    record SessionAge(long session, long ageMillis) {}

    /**
     * Refused, as of {@code index} of the leader's map.
     *
     * @param leaseMillis the rest of the blocking session's lease; 0 if no session blocks the request
     */
    record Refusal(long attempt, long index, CommandResult.Refused reason, long leaseMillis) implements FromLeader {}

    /** The command was answered before: the stored answer, as of {@code index}. */
    record Answered(long attempt, long index, CommandResult result) implements FromLeader {}

    /** This attempt is not decided here and never will be: retry with the current leader. */
    record NotDecided(long attempt) implements FromLeader {}

    /** The read may be answered once the map is at {@code index}. */
    record ReadConfirmed(long attempt, long index) implements FromLeader {}

    /**
     * The leader confirmed its leadership after the report arrived, so the renewals in it are valid, except those of
     * sessions in {@code ended}, which have ended or are about to end.
     *
     * @param silent the servers of which the leader has heard nothing for some time
     */
    record Renewed(long report, List<Long> ended, List<Silence> silent) implements FromLeader {}

    /** A server was last heard of so many milliseconds ago. */
    record Silence(int server, long silentMillis) {}

    /**
     * From a server to all others: it may have lost entries that it acknowledged, and neither stands nor votes.
     *
     * @param waitsFor the voters that it has not heard of
     */
    record InDoubt(List<Integer> waitsFor) implements Question {}

    /**
     * Give this new server a number. Repeatable: one storage id always gets the same number.
     *
     * @param observer whether the server never votes
     * @param program that it runs
     */
    record Join(String storageId, String clientAddress, String peerAddress, boolean observer, Program program)
            implements Question {}

    /** The new server's number and its cluster. */
    record Joined(String clusterId, int server) implements JoinAnswer {}

    /** The request for a number failed, with the reason; the new server may ask again. */
    record NotJoined(String reason) implements JoinAnswer {}
}
