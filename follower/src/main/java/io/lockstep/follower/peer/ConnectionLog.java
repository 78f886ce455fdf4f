package io.lockstep.follower.peer;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when another server becomes unreachable and when it is reachable again: one line each, however often the link is
 * dialled in between. Only dialled links count, so no server is reported twice. Any thread.
 */
final class ConnectionLog {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLog.class);

    private static final int ADDRESSES_MAX = 256;
    private static final int UNREACHABLE = 0;

    /** The state last logged for each address: the number of the server there, or {@link #UNREACHABLE}. */
    private final Map<String, Integer> servers = new HashMap<>();

    /** A link is up. */
    void connected(PeerLink link) {
        int server = link.peer().server();
        Integer before = replace(link.address(), server);
        if (before == null || before != server) {
            LOG.info("Connected to server {} at {}", server, link.address());
        }
    }

    /** A link has closed. */
    void ended(PeerLink link) {
        LinkEnd end = link.end();
        if (link.outbound() && link.engineAllowed() && !end.isByThisServer()) {
            lost(link, end.because());
        } else {
            LOG.debug("The {} closed: {}", link, end.because());
        }
    }

    private void lost(PeerLink link, String because) {
        Integer before = replace(link.address(), UNREACHABLE);
        if (before == null || before != UNREACHABLE) {
            logLost(link.peer().server(), link.address(), because);
        }
    }

    /** An attempt to connect failed. */
    void failed(String address, IOException failure) {
        Integer before = replace(address, UNREACHABLE);
        if (before == null) {
            LOG.info("Cannot connect to the server at {}: {}; trying again", address, failure.getMessage());
        } else if (before != UNREACHABLE) {
            logLost(before, address, String.valueOf(failure.getMessage()));
        }
    }

    private static void logLost(int server, String address, String because) {
        LOG.info("Lost the connection to server {} at {}: {}", server, address, because);
    }

    private synchronized @Nullable Integer replace(String address, int server) {
        if (servers.size() >= ADDRESSES_MAX) {
            servers.clear();
        }
        return servers.put(address, server);
    }
}
