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
 * One call of the engine to a peer: translates the outcome for the engine's callback, and runs it on the callback's
 * executor.
 *
 * <p>Only a follower's acceptance of an append runs on the reading thread: it comes with every commit and takes only
 * the lock of its replicator. Everything that may take the node's lock runs elsewhere, so that it cannot hold up the
 * reading thread.
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
            // Run it here: an outcome that is lost makes the engine wait forever. This thread holds no lock.
            completion.run();
        }
    }

    private static boolean isAssent(@Nullable Object result) {
        return result instanceof AppendEntriesResponse response && response.getSuccess();
    }
}
