package io.lockstep.client.bench;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.tls.TlsIdentity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run.
 *
 * @param servers the servers, over which the connections are spread in turn
 * @param warmup time before the measurement, which is not counted
 * @param measured the length of the measurement
 * @param statusPercent how many of a hundred requests ask for a status, in {@link Mode#MIXED}
 * @param timeout for connecting, and for the last answers at the end
 * @param tls how to prove and check identities; null for connections that are not encrypted
 */
public record BenchSettings(
        List<HostPort> servers,
        Load load,
        Duration warmup,
        Duration measured,
        Mode mode,
        Names names,
        int statusPercent,
        Duration timeout,
        @Nullable TlsIdentity tls) {

    /** By default nine of ten requests of {@link Mode#MIXED} ask for a status. */
    public static final int STATUS_PERCENT = 90;

    /** What each client does again and again. */
    public enum Mode {
        /** Take a lock, then release it. */
        LOCK("lock + release", "cycles"),
        /** The same with one lock for all: a client whose request is refused tries again. */
        HOT("one hot lock", "cycles"),
        /** Take a lock together with the others, then release it. */
        SHARED("shared lock + release", "cycles"),
        /** Wait in line for one lock that all want, then release it. */
        HANDOVER("hand-over of one lock", "hand-overs"),
        /** Ask for the status of a lock. */
        STATUS("status", "answers"),
        /** Ask for the status of a lock, and sometimes take and release it. */
        MIXED("status and lock + release", "requests"),
        /** Take a lock, then release it, and move to another server when one fails. */
        FAILOVER("fail-over", "grants");

        private final String title;
        private final String unit;

        Mode(String title, String unit) {
            this.title = title;
            this.unit = unit;
        }

        /** For people. */
        public String title() {
            return title;
        }

        /** What is counted, for people. */
        public String unit() {
            return unit;
        }

        /** Whether all clients use one lock, whatever else is asked for. */
        public boolean hasOneName() {
            return this == HOT || this == HANDOVER;
        }
    }

    /** The locks that the clients use. */
    public enum Names {
        /** One lock for each client: no request is refused. */
        DISTINCT,
        /** One lock for all clients: refusals are expected. */
        ONE
    }

    public BenchSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a benchmark needs a server");
        }
    }

    /** A closed loop over connections that are not encrypted, one for each client. */
    public BenchSettings(
            List<HostPort> servers,
            int clients,
            Duration warmup,
            Duration measured,
            Mode mode,
            Names names,
            Duration timeout) {
        this(servers, Load.closed(clients), warmup, measured, mode, names, STATUS_PERCENT, timeout, null);
    }

    /** The number of clients. */
    public int clients() {
        return load.clients();
    }
}
