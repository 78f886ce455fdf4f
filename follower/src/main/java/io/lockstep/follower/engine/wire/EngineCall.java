package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lockstep.follower.peer.ResponseHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the engine to a peer: turns what became of it into what the engine's callback expects, on its executor.
 *
 * <p>Only a follower's assent to an append is taken on the thread that read it: that comes for every commit, and takes
 * nothing but the lock of its replicator. Whatever may take the node's lock must not hold up a reading thread.
 */
record EngineCall(Endpoint endpoint, Object request, InvokeCallback callback, PromptCommit promptCommit)
        implements ResponseHandler {

    @Override
    public void responded(int type, byte[] body) {
        EngineMessage kind = EngineMessage.ofNumber(type);
        if (kind == null) {
            finish(null, new RemotingException("a response of unknown type " + type + " from " + endpoint));
            return;
        }
        try {
            finish(kind.parse(body), null);
        } catch (InvalidProtocolBufferException malformed) {
            finish(null, new RemotingException("a response that cannot be parsed from " + endpoint, malformed));
        }
    }

    @Override
    public void failed(RequestFailure failure, String explanation) {
        String message = endpoint + ": " + explanation;
        finish(
                null,
                failure == RequestFailure.TIMED_OUT
                        ? new InvokeTimeoutException(message)
                        : new RemotingException(message));
    }

    private void finish(@Nullable Object result, @Nullable RemotingException failure) {
        Runnable completion = () -> {
            callback.complete(result, failure);
            if (request instanceof AppendEntriesRequest append) {
                promptCommit.answered(append, result);
            }
        };
        Executor executor = callback.executor();
        if (executor == null || isAssent(result)) {
            completion.run();
            return;
        }
        try {
            executor.execute(completion);
        } catch (RejectedExecutionException full) {
            // An outcome must not be lost: the engine would wait for it for good. This thread holds no lock.
            completion.run();
        }
    }

    private static boolean isAssent(@Nullable Object result) {
        return result instanceof AppendEntriesResponse response && response.getSuccess();
    }
}
