package io.lockstep.follower.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.lockstep.follower.http.HttpLimits;
import io.lockstep.program.ExitCode;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limit of open files of this process, shared between its clients and everything else. Clients never get all: if
 * the log could not open its next file, the server would have to stop.
 */
final class OpenFiles {

    /**
     * Kept from the clients: about 20 of the virtual machine, 64 connections of other servers and some to them, a few
     * segments of the log, the vote, and snapshots on their way to disk and to other servers.
     */
    static final int RESERVED = 150;

    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);

    private OpenFiles() {}

    /**
     * How many clients this process may have at once.
     *
     * @param wanted the operator's bound
     * @param http whether there is an HTTP port, too
     * @throws ServerStartException if the limit leaves no room for clients
     */
    static int connectionsMax(int wanted, boolean http) throws ServerStartException {
        long limit = limit();
        return connectionsMax(wanted, limit, http ? HttpLimits.connectionsMax(limit) : 0);
    }

    /** How many files this process may open. */
    static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    static int connectionsMax(int wanted, long limit, int ofHttp) throws ServerStartException {
        long room = limit - RESERVED - ofHttp;
        if (room < 1) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE,
                    "this process may open " + limit + " files, and needs " + (limit - room)
                            + " for its log and for other servers; raise the limit (ulimit -n)");
        }
        if (room < wanted) {
            LOG.info("Takes at most {} clients, since this process may open {} files", room, limit);
        }
        return (int) Math.min(wanted, room);
    }
}
