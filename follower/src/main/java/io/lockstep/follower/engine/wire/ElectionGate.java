package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.google.protobuf.Message;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.VoteGate;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server in doubt of its own disk out of elections: its engine does not hear of the candidacy of others, and
 * its own reaches nobody. The engine's node itself refuses to stand when it is told to. Appends pass, since the server
 * gets back by them what it lost. Any thread; never blocks.
 *
 * @param gate says what is allowed
 * @param positionOf the entry of an index on this disk, with its term
 */
record ElectionGate(VoteGate gate, LongFunction<LogPosition> positionOf) {

    /** The answer to {@code request} in place of the engine's; null if the engine answers. */
    @Nullable
    Message answerTo(Message request) {
        if (request instanceof RequestVoteRequest vote) {
            LogPosition candidate = new LogPosition(vote.getLastLogTerm(), vote.getLastLogIndex());
            return gate.mayVote(vote.getTerm(), candidate) ? null : refusal();
        }
        if (request instanceof AppendEntriesRequest append && gate.isCatchingUp()) {
            compare(append);
        }
        return null;
    }

    /** A term of 0 tells the candidate nothing, not even that it is late. */
    private static RequestVoteResponse refusal() {
        return RequestVoteResponse.newBuilder().setTerm(0).setGranted(false).build();
    }

    /**
     * A leader's committed entry of its own term comes after all that was committed before. If this server has that
     * very entry, it has those too.
     */
    private void compare(AppendEntriesRequest append) {
        long committed = append.getCommittedIndex();
        if (committed > 0 && positionOf.apply(committed).term() == append.getTerm()) {
            gate.caughtUp(append.getTerm());
        }
    }

    /** Whether {@code request} may leave this server. */
    boolean letsOut(Object request) {
        return !(request instanceof RequestVoteRequest) || gate.mayStand();
    }

    /** Whether this server may listen to {@code request} at all. */
    boolean letsIn(Message request) {
        return !(request instanceof AppendEntriesRequest append) || gate.mayFollow(append.getTerm());
    }
}
