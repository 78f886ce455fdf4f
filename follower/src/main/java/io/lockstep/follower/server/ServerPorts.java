package io.lockstep.follower.server;

import io.lockstep.common.net.CannotListenException;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.Transport;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.storage.Identity;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two ports of a server that starts. One that cannot be had ends the start. */
final class ServerPorts {

    private static final Logger LOG = LoggerFactory.getLogger(ServerPorts.class);

    private ServerPorts() {}

    static void listenForServers(PeerWire wire, ServerOptions options) throws ServerStartException {
        try {
            wire.listen(options.peerListen().getAddress().getHostAddress(), options.peerPort());
        } catch (IOException cannot) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE,
                    cannot.getMessage() + "; choose another port for other servers with --peer-port");
        }
    }

    static void listenForClients(EventLoop eventLoop, ServerOptions options, Transport.Factory transports)
            throws ServerStartException {
        try {
            eventLoop.listen(options.clientListen(), transports);
        } catch (CannotListenException cannot) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE, cannot.getMessage() + "; choose another port with --port");
        }
    }

    /** Tells the operator, and whatever started the process, that the server listens. */
    static void tellReady(ServerOptions options, Identity identity) {
        LOG.info(
                "Server {} of cluster {} listens for clients on {}, for servers on {}; data in {}",
                identity.server(),
                identity.clusterId(),
                options.clientAddress(),
                options.peerAddress(),
                options.data());
        System.out.println("READY server=" + identity.server() + " client=" + options.clientAddress() + " peer="
                + options.peerAddress());
    }
}
