package io.lockstep.follower.server;

import io.lockstep.common.net.CannotListenException;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.Transport;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.program.ExitCode;
import java.io.IOException;

/** The two ports of a server that starts. One that cannot be had ends the start. */
final class ServerPorts {

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
}
