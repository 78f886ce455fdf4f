package io.lockstep.follower.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.lockstep.common.net.Addresses;
import io.lockstep.common.net.CannotListenException;
import io.lockstep.common.net.HostPort;
import io.lockstep.follower.tls.Encryption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP port of a server, or none. It answers from the start of the process on: health checks also tell of a server
 * that is still reading its data.
 *
 * <p>Each request has a thread from its first byte on, and there are as many threads as connections. So a client that
 * is slow to send holds up nobody else, and {@link HttpLimits} bound how long it may take.
 */
public final class HttpPort implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final int THREAD_IDLE_SECONDS = 30;

    private final HealthFacts facts = new HealthFacts();
    private final @Nullable HttpServer server;
    private final @Nullable ThreadPoolExecutor threads;
    private final int connections;

    private HttpPort(@Nullable HttpServer server, int connections) {
        this.server = server;
        this.connections = connections;
        this.threads = server == null ? null : threads(connections);
    }

    /** A server without an HTTP port. */
    public static HttpPort none() {
        return new HttpPort(null, 0);
    }

    /**
     * Opens the port and answers from now on.
     *
     * @param names of this server in URLs, beside the addresses at which requests arrive
     * @param connections most that there may be: {@link HttpLimits#connectionsMax}
     * @param routes what it answers beside health checks
     */
    public static HttpPort open(
            InetSocketAddress address,
            Collection<String> names,
            Encryption encryption,
            int connections,
            List<HttpRoute> routes)
            throws CannotListenException {
        HttpLimits.apply(connections);
        SSLContext tls = encryption.context();
        HttpPort port;
        try {
            if (tls == null) {
                port = new HttpPort(HttpServer.create(address, BACKLOG), connections);
            } else {
                HttpsServer encrypted = HttpsServer.create(address, BACKLOG);
                encrypted.setHttpsConfigurator(new ClientCertificates(tls));
                port = new HttpPort(encrypted, connections);
            }
        } catch (IOException cannot) {
            throw new CannotListenException(address, cannot);
        }
        port.start(new SiteRules(names, tls != null), routes);
        return port;
    }

    private void start(SiteRules site, List<HttpRoute> others) {
        if (server != null) {
            List<HttpRoute> routes = new ArrayList<>(new Health(facts).routes());
            routes.addAll(others);
            server.createContext("/", new FrontDoor(site, facts, List.copyOf(routes), connections));
            server.setExecutor(threads);
            server.start();
        }
    }

    /** One for each connection; the JDK's server closes a connection for which there is none. */
    private static ThreadPoolExecutor threads(int connections) {
        return new ThreadPoolExecutor(
                0, connections, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "http");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** The server has read its data; requests get answers of it from now on. */
    public void serve(Backing backing) {
        facts.started(backing);
    }

    /** Where the port listens; empty if there is none. */
    public Optional<HostPort> address() {
        return Optional.ofNullable(server)
                .map(HttpServer::getAddress)
                .map(address -> new HostPort(Addresses.text(address.getAddress()), address.getPort()));
    }

    /** Closes the port and all connections, at once. */
    @Override
    public void close() {
        if (server != null && threads != null) {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
