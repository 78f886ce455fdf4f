package io.lockstep.follower.server;

import io.lockstep.common.net.CannotListenException;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Transport;
import io.lockstep.follower.config.ListenHost;
import io.lockstep.follower.http.HttpLimits;
import io.lockstep.follower.http.HttpOptions;
import io.lockstep.follower.http.HttpPort;
import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.StatusPage;
import io.lockstep.follower.http.api.Api;
import io.lockstep.follower.http.page.Page;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.prometheus.MetricsPage;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.tls.Encryption;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of a server that starts. One that cannot be had ends the start. */
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

    /** Opens the HTTP port, which answers health checks from now on. */
    static HttpPort openHttp(ServerOptions options, Encryption encryption) throws ServerStartException {
        HttpOptions http = options.http;
        if (!http.isOn()) {
            return HttpPort.none();
        }
        InetAddress address = ListenHost.first(ListenHost.normal(http.host()));
        if (address == null) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE, "--http-host " + http.host() + ": there is no such host");
        }
        List<String> names = new ArrayList<>(http.names());
        names.addAll(List.of(http.host(), options.clientAddress().host(), options.host));
        try {
            return HttpPort.open(
                    new InetSocketAddress(address, http.port(options.port)),
                    names,
                    encryption,
                    HttpLimits.connectionsMax(OpenFiles.limit()),
                    routes());
        } catch (CannotListenException cannot) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE,
                    cannot.getMessage() + "; choose another port for HTTP with --http-port, or off");
        }
    }

    /** What the HTTP port answers beside health checks. */
    private static List<HttpRoute> routes() {
        List<HttpRoute> routes = new ArrayList<>(List.of(new MetricsPage().route(), StatusPage.route()));
        routes.addAll(Api.routes());
        routes.addAll(Page.routes());
        return routes;
    }

    /** Tells the operator, and whatever started the process, that the server listens. */
    static void tellReady(ServerOptions options, Identity identity, HttpPort http) {
        String httpAddress = http.address().map(HostPort::toString).orElse("off");
        LOG.info(
                "Server {} of cluster {} listens for clients on {}, for servers on {}, for HTTP on {}; data in {}",
                identity.server(),
                identity.clusterId(),
                options.clientAddress(),
                options.peerAddress(),
                httpAddress,
                options.data());
        System.out.println("READY server=" + identity.server() + " client=" + options.clientAddress() + " peer="
                + options.peerAddress() + " http=" + httpAddress);
    }
}
