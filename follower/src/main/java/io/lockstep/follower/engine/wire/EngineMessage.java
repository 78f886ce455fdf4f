package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The engine's messages that go over the wire, with their numbers there. The numbers never change. The engine's
 * administration messages are left out, since the node itself answers for membership. Numbers from 64 on are for
 * requests that are not the engine's.
 */
enum EngineMessage {
    PING(1, PingRequest.class, PingRequest.parser()),
    ERROR(2, ErrorResponse.class, ErrorResponse.parser()),
    VOTE(3, RequestVoteRequest.class, RequestVoteRequest.parser()),
    VOTED(4, RequestVoteResponse.class, RequestVoteResponse.parser()),
    APPEND(5, AppendEntriesRequest.class, AppendEntriesRequest.parser()),
    APPENDED(6, AppendEntriesResponse.class, AppendEntriesResponse.parser()),
    INSTALL_SNAPSHOT(7, InstallSnapshotRequest.class, InstallSnapshotRequest.parser()),
    SNAPSHOT_INSTALLED(8, InstallSnapshotResponse.class, InstallSnapshotResponse.parser()),
    GET_FILE(9, GetFileRequest.class, GetFileRequest.parser()),
    FILE(10, GetFileResponse.class, GetFileResponse.parser()),
    TIMEOUT_NOW(11, TimeoutNowRequest.class, TimeoutNowRequest.parser()),
    TIMED_OUT(12, TimeoutNowResponse.class, TimeoutNowResponse.parser()),
    READ_INDEX(13, ReadIndexRequest.class, ReadIndexRequest.parser()),
    READ_CONFIRMED(14, ReadIndexResponse.class, ReadIndexResponse.parser());

    private static final Map<Integer, EngineMessage> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toMap(EngineMessage::number, Function.identity()));
    private static final Map<Class<?>, EngineMessage> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toMap(message -> message.messageClass, Function.identity()));

    private final int number;
    private final Class<? extends Message> messageClass;
    private final Parser<? extends Message> parser;

    <M extends Message> EngineMessage(int number, Class<M> messageClass, Parser<M> parser) {
        this.number = number;
        this.messageClass = messageClass;
        this.parser = parser;
    }

    int number() {
        return number;
    }

    String className() {
        return messageClass.getName();
    }

    Message parse(byte[] body) throws InvalidProtocolBufferException {
        return parser.parseFrom(body);
    }

    /** The message with this number; null if this version does not know it. */
    static @Nullable EngineMessage ofNumber(int number) {
        return BY_NUMBER.get(number);
    }

    /**
     * The kind of {@code message}, which must be in the table.
     *
     * @throws IllegalArgumentException if it is not
     */
    static EngineMessage of(Object message) {
        EngineMessage found = BY_CLASS.get(message.getClass());
        if (found == null) {
            throw new IllegalArgumentException(
                    "not carried by the wire: " + message.getClass().getName());
        }
        return found;
    }
}
