package io.lockstep.follower.peer;

import io.lockstep.common.net.Sockets;
import io.lockstep.follower.peer.socket.LinkWriter;
import io.lockstep.follower.peer.socket.OutgoingQueue;
import io.lockstep.follower.peer.socket.PeerSocket;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server's end of the wire between servers: the links it dials and those it accepts. One process may have several.
 * Any thread.
 */
public final class PeerWire implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerWire.class);

    private final PeerDirectory directory;
    private final PeerListener listener;
    private final PeerSettings settings;
    private final Sockets sockets;
    private final ScheduledThreadPoolExecutor timer;
    private final PeerLinks links;
    private final LogLimit logLimit = new LogLimit();
    private final ConnectionLog connectionLog = new ConnectionLog();
    private final Departures departures = new Departures();
    private final AtomicLong lastLinkNumber = new AtomicLong();
    private volatile PeerRequestHandler requestHandler = PeerWire::noRequests;
    private @Nullable PeerServer server;

    /**
     * Neither listens nor dials yet.
     *
     * @param directory read at every hello
     * @param listener receives the events of all links
     * @param sockets what links are made of
     */
    public PeerWire(PeerDirectory directory, PeerListener listener, PeerSettings settings, Sockets sockets) {
        this.directory = directory;
        this.listener = listener;
        this.settings = settings;
        this.sockets = sockets;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> newThread("peer-timer", task));
        this.timer.setRemoveOnCancelPolicy(true);
        this.links = new PeerLinks(this);
    }

    /** The same with plain sockets. */
    public PeerWire(PeerDirectory directory, PeerListener listener, PeerSettings settings) {
        this(directory, listener, settings, Sockets.WITH_CHANNELS);
    }

    /**
     * Starts to accept links. At most once.
     *
     * @param port 0 for any free one
     * @throws io.lockstep.common.net.CannotListenException if it cannot listen there
     */
    public synchronized PeerServer listen(String host, int port) throws IOException {
        if (server != null) {
            throw new IllegalStateException("listening already");
        }
        server = new PeerServer(this, host, port);
        return server;
    }

    /** The links that this server dials. */
    public PeerLinks links() {
        return links;
    }

    /** Which servers have gone, as far as the links tell. */
    public Departures departures() {
        return departures;
    }

    /** Passes requests to {@code handler} from now on. Before the first call, requests are answered with a failure. */
    public void handleRequests(PeerRequestHandler handler) {
        this.requestHandler = handler;
    }

    /** Answers requests with a failure from now on. */
    public void refuseRequests() {
        this.requestHandler = PeerWire::noRequests;
    }

    /**
     * Closes every link that was made under another identity than this server's present one. They come up again with a
     * new hello. Others dial a server as soon as they know it, so some links may have the present one already.
     */
    public void closeOldLinks() {
        links.closeOldLinks();
        PeerServer accepting = server();
        if (accepting != null) {
            accepting.closeOldLinks();
        }
    }

    /** Closes every link with this server, which has to introduce itself again. */
    public void closeLinksWith(int number) {
        links.closeLinksWith(number);
        PeerServer accepting = server();
        if (accepting != null) {
            accepting.closeLinksWith(number);
        }
    }

    /** Stops accepting and dialling, and closes every link. The listener may still learn of closed links. */
    @Override
    public void close() {
        PeerServer accepting = server();
        if (accepting != null) {
            accepting.close();
        }
        links.close();
        timer.shutdown();
    }

    private synchronized @Nullable PeerServer server() {
        return server;
    }

    private static void noRequests(PeerLink link, long request, int type, byte[] body) {
        link.fail(request, "this server takes no requests now");
    }

    /** What links are made of. */
    public Sockets sockets() {
        return sockets;
    }

    PeerDirectory directory() {
        return directory;
    }

    PeerListener listener() {
        return listener;
    }

    PeerSettings settings() {
        return settings;
    }

    PeerRequestHandler requestHandler() {
        return requestHandler;
    }

    LinkWriter writer(PeerSocket socket, OutgoingQueue queue) {
        byte[] keepAlive = PeerFrame.keepAlive().encode();
        return new LinkWriter(socket, queue, keepAlive, settings.keepAliveMillis(), settings.frameMillis());
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    long nextLinkNumber() {
        return lastLinkNumber.incrementAndGet();
    }

    Thread newThread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void refused(PeerRefusal refusal) {
        // A stranger has another port for each connection.
        String from = refusal.dialled()
                ? refusal.address()
                : refusal.address().substring(0, Math.max(0, refusal.address().lastIndexOf(':')));
        if (logLimit.allows(from + refusal.reason() + refusal.here())) {
            LOG.warn("No link with {}: {} ({})", refusal.address(), refusal.explanation(), refusal.reason());
        }
        listener.refused(refusal);
    }

    ConnectionLog connectionLog() {
        return connectionLog;
    }

    /** A connection from {@code host} ended before its hello, or could not be accepted. */
    void logInboundFailed(String host, IOException failure) {
        if (logLimit.allows(host)) {
            LOG.info("A connection from {} to the port for servers failed: {}", host, failure.getMessage());
        }
    }
}
