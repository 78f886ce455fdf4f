package io.lockstep.client.connection;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server that answers. Tries the known servers in turn, and stays with one cluster. Used under the session's
 * lock, except where a method says otherwise.
 */
public final class ServerPicker {

    private static final String NONE_TRIED = "no server was tried";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration CONNECT_TIMEOUT_MIN = Duration.ofMillis(200);
    private static final int SERVERS_MAX = 64;
    private static final String UNKNOWN = "?";

    private final List<HostPort> servers;
    private final ConnectionListener listener;
    private final Dialler dialler;
    private final Sockets sockets;
    private final TokenSource tokens;
    private final ThreadFactory threads;
    private volatile @Nullable Reply refusedLogin;
    private int next;
    private String cluster = UNKNOWN;
    private volatile String whyNot = NONE_TRIED;

    /**
     * @param sockets what connections are made of
     * @param tokens where the token of the user comes from
     * @param threads where the readers of connections come from
     */
    public ServerPicker(
            List<HostPort> servers,
            Sockets sockets,
            TokenSource tokens,
            ConnectionListener listener,
            ThreadFactory threads) {
        this(servers, sockets, tokens, listener, threads, Dialler.SYSTEM);
    }

    ServerPicker(
            List<HostPort> servers,
            Sockets sockets,
            TokenSource tokens,
            ConnectionListener listener,
            ThreadFactory threads,
            Dialler dialler) {
        this.threads = threads;
        this.dialler = dialler;
        this.sockets = sockets;
        this.tokens = tokens;
        this.servers = new ArrayList<>(new LinkedHashSet<>(servers));
        this.listener = listener;
    }

    /**
     * Tries each server once, starting with the next one; null if none answers in time. Blocks. A server that swallows
     * everything, or a name that nobody resolves, leaves time for the servers behind it.
     */
    @Nullable
    public ServerConnection dial(Deadline deadline) {
        List<String> failures = new ArrayList<>();
        ServerConnection connection = dial(inTurn(), deadline, failures);
        // A round that the deadline cut short says less than the one before it.
        boolean wholeRound = deadline.left().toMillis() > 0 || whyNot.equals(NONE_TRIED);
        if (connection == null && wholeRound && !failures.isEmpty()) {
            whyNot = String.join("; ", failures);
        }
        return connection;
    }

    /** The same for all servers but this one, which answers nothing. */
    @Nullable
    public ServerConnection dialAnother(HostPort silent, Deadline deadline) {
        List<HostPort> others = inTurn();
        others.remove(silent);
        return dial(others, deadline, new ArrayList<>());
    }

    private @Nullable ServerConnection dial(List<HostPort> addresses, Deadline deadline, List<String> failures) {
        int untried = addresses.size();
        refusedLogin = null;
        for (HostPort address : addresses) {
            if (deadline.passed()) {
                return null;
            }
            try {
                ServerConnection connection = ServerConnection.open(
                        dialler, sockets, address, share(deadline, untried--), tokens, listener, threads);
                if (accepts(connection.greeting())) {
                    next = servers.indexOf(address);
                    return connection;
                }
                connection.close();
                failures.add(address + ": belongs to another cluster");
            } catch (LoginRefusedException e) {
                refusedLogin = e.reply();
                failures.add(String.valueOf(e.getMessage()));
                return null;
            } catch (IOException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    private static Duration share(Deadline deadline, int servers) {
        Duration equal = deadline.left().dividedBy(servers);
        Duration least = equal.compareTo(CONNECT_TIMEOUT_MIN) < 0 ? CONNECT_TIMEOUT_MIN : equal;
        return deadline.left(least.compareTo(CONNECT_TIMEOUT) < 0 ? least : CONNECT_TIMEOUT);
    }

    /** Learns the cluster from the first server; false if a server belongs to another one. */
    public boolean accepts(ServerLine line) {
        String named = line.options().getOrDefault("cluster", UNKNOWN);
        if (cluster.equals(UNKNOWN)) {
            cluster = named;
        }
        return cluster.equals(named);
    }

    /** Starts with the server after this one next time, since this one is of no use now. */
    public void turnFrom(HostPort server) {
        next = (servers.indexOf(server) + 1) % servers.size();
    }

    /** The same, for a reason that {@link #whyNot} gives until another is known. */
    public void turnFrom(HostPort server, String why) {
        whyNot = why;
        turnFrom(server);
    }

    /** Adds servers that a member of the cluster has named. */
    public void learn(List<HostPort> named) {
        for (HostPort address : named) {
            if (!servers.contains(address) && servers.size() < SERVERS_MAX) {
                servers.add(address);
            }
        }
    }

    /** The refusal of the last login, if the last round ended with one: all servers have the same users. Any thread. */
    @Nullable
    public Reply refusedLogin() {
        return refusedLogin;
    }

    /** Why no server answered, as a clause for the user. Any thread. */
    public String whyNot() {
        return whyNot;
    }

    private List<HostPort> inTurn() {
        List<HostPort> order = new ArrayList<>(servers.subList(next, servers.size()));
        order.addAll(servers.subList(0, next));
        return order;
    }
}
