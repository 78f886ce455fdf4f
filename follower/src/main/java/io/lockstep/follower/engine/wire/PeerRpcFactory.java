package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.rpc.RaftRpcFactory;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import org.jspecify.annotations.Nullable;

/**
 * Makes the engine use our wire. The engine finds this class by its service file, one for the whole process, and makes
 * it without arguments. So each client gets its wire from the {@link PeerNodeOptions} that initialise it, and a server
 * is created directly, as {@link PeerRpcServer}.
 */
@SPI(priority = 10)
public final class PeerRpcFactory implements RaftRpcFactory {

    /** Does nothing: {@link EngineMessage} lists the messages of the wire. */
    @Override
    public void registerProtobufSerializer(String className, Object... args) {}

    @Override
    public RpcClient createRpcClient(@Nullable ConfigHelper<RpcClient> helper) {
        RpcClient client = new PeerRpcClient();
        if (helper != null) {
            helper.config(client);
        }
        return client;
    }

    @Override
    public RpcServer createRpcServer(Endpoint endpoint, @Nullable ConfigHelper<RpcServer> helper) {
        throw new UnsupportedOperationException("a server needs to know its wire: make a PeerRpcServer");
    }
}
