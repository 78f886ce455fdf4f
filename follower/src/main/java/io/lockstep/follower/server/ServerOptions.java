package io.lockstep.follower.server;

import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerAddress;
import io.lockstep.common.net.CannotListenException;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.PortProbe;
import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.config.ClusterOptions;
import io.lockstep.follower.config.HistoryFileOptions;
import io.lockstep.follower.config.ListenHost;
import io.lockstep.follower.config.SecretFileOption;
import io.lockstep.follower.http.HttpOptions;
import io.lockstep.program.ExitCode;
import io.lockstep.program.VersionFromManifest;
import io.lockstep.program.config.OneStart;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of every server. */
public final class ServerOptions {

    private static final int PEER_PORT_OFFSET = 100;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port for clients (default: ${DEFAULT-VALUE}). The port for other servers is 100 higher.",
            defaultValue = "9000")
    int port;

    @Option(
            names = "--peer-port",
            paramLabel = "PORT",
            description = "Port for other servers (default: the client port + 100). It may change as --advertise may.")
    @Nullable
    Integer peerPort;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Address of this machine, or a name of one, to listen on, under which clients and servers connect"
                            + " (default: ${DEFAULT-VALUE}). 0.0.0.0 and :: listen on all, and need --advertise.",
            defaultValue = "127.0.0.1")
    String host = "127.0.0.1";

    @Option(
            names = "--advertise",
            paramLabel = "HOST",
            description =
                    "Host name or address under which clients and servers connect, if it is not that of --host. It"
                            + " may change: start the server with the new one, and with --leader.")
    @Nullable
    String advertise;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory for this server's data (default: lockstep-data/PORT).")
    @Nullable
    Path data;

    @Mixin
    final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    final HistoryFileOptions history = new HistoryFileOptions();

    @Option(
            names = "--connections-max",
            paramLabel = "N",
            description = "Maximum number of client connections (default: ${DEFAULT-VALUE}).",
            defaultValue = "19000")
    int connectionsMax;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            description =
                    "Maximum number of client connections from one address (default: a quarter of all). An IPv6 network"
                            + " of 64 bits is one address; the loopback address has no maximum.")
    @Nullable
    Integer connectionsPerAddress;

    @OneStart
    @Option(
            names = "--accept-loss",
            description =
                    "Let this server vote although it may have lost what it acknowledged. Only if the servers that it"
                            + " waits for are gone for good: locks may then be granted twice.")
    boolean acceptLoss;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            converter = SecretFileOption.class,
            description =
                    "File with the cluster's secret, for a server that joins from another machine, or that founds a"
                            + " cluster with a known one.")
    @Nullable
    ClusterSecret secret;

    @Option(
            names = "--insecure",
            description = "Serve clients and servers on an address that is not a loopback address without TLS and"
                    + " users. Only on a network that you trust.")
    boolean insecure;

    @Mixin
    final EncryptionOptions encryption = new EncryptionOptions();

    @Option(
            names = "--users",
            description =
                    "Admit users only. The founder makes the user admin, and writes its token into the file admin-token"
                            + " in its data directory.")
    boolean users;

    @OneStart
    @Option(
            names = "--reset-admin",
            description =
                    "Give the user admin a new token and all rights; the token is then in the file admin-token in the"
                            + " data directory.")
    boolean resetAdmin;

    @Mixin
    final HttpOptions http = new HttpOptions();

    /**
     * The first error in the values, in words for the operator; empty if there is none. Asks the name service about a
     * name in {@code --host}.
     */
    public String flaw() {
        if (!isPort(port)) {
            return "--port " + port + " is not a port: 1 to 65535";
        }
        if (!isPort(peerPort())) {
            return "--peer-port " + peerPort() + " is not a port: 1 to 65535";
        }
        if (port == peerPort()) {
            return "--port and --peer-port are both " + port;
        }
        String listening = ListenHost.flawOfListening(host(), advertise != null);
        String unreachable =
                advertise == null || !listening.isEmpty() ? listening : ListenHost.flawOfAdvertised(advertised());
        if (!unreachable.isEmpty()) {
            return unreachable;
        }
        String flaw = ServerAddress.flawOf(peerAddress().toString());
        if (!flaw.isEmpty()) {
            return (advertise == null ? "--host " + host : "--advertise " + advertise) + ": " + flaw;
        }
        String unsafe = flawOfSafety();
        if (!unsafe.isEmpty()) {
            return unsafe;
        }
        String ofCluster = cluster.flaw();
        if (!ofCluster.isEmpty()) {
            return ofCluster;
        }
        String ofHistory = history.flaw();
        if (!ofHistory.isEmpty()) {
            return ofHistory;
        }
        if (connectionsMax < 1) {
            return "--connections-max " + connectionsMax + " leaves no room for a client";
        }
        if (connectionsPerAddress != null && connectionsPerAddress < 1) {
            return "--connections-per-address " + connectionsPerAddress + " leaves no room for a client";
        }
        String ofHttp = http.flaw(port, peerPort());
        return ofHttp.isEmpty() ? encryption.flaw() : ofHttp;
    }

    /**
     * Whether this server admits users only, also before it knows any: off the loopback address, unless its operator
     * has said otherwise.
     */
    boolean usersRequired() {
        return users || !(isPrivate() || insecure);
    }

    /** Whether the ports speak TLS. */
    boolean tls() {
        return encryption.given();
    }

    /** Off the loopback address, a server serves strangers only if its operator has said so. */
    private String flawOfSafety() {
        return isPrivate() || tls() || insecure
                ? ""
                : flagOfHost() + " is not a loopback address: add --tls-cert, --tls-key and --tls-ca"
                        + " (docs/OPERATIONS.md), or --insecure to serve clients and servers without TLS and users";
    }

    /** Whether clients and servers connect at a loopback address only. */
    boolean isLocal() {
        return ListenHost.isLoopback(host());
    }

    /** Whether nobody but a process of this machine can connect. */
    private boolean isPrivate() {
        return isLocal() && (!http.isOn() || ListenHost.isLoopback(http.host()));
    }

    private String flagOfHost() {
        return isLocal() ? "--http-host " + http.host() : "--host " + host;
    }

    /** The secret of {@code --secret-file}; empty without that flag. */
    public Optional<ClusterSecret> secret() {
        return Optional.ofNullable(secret);
    }

    /** The program that this process runs. */
    public static Program program() {
        return Program.of(VersionFromManifest.version());
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    int peerPort() {
        return peerPort == null ? port + PEER_PORT_OFFSET : peerPort;
    }

    /** The address that clients know. */
    public HostPort clientAddress() {
        return new HostPort(advertised(), port);
    }

    /** The address that other servers know. */
    public HostPort peerAddress() {
        return new HostPort(advertised(), peerPort());
    }

    private String advertised() {
        return advertise == null ? host() : ListenHost.normal(advertise);
    }

    private String host() {
        return ListenHost.normal(host);
    }

    /** Where to listen for clients. Only if there is no {@link #flaw}. */
    InetSocketAddress clientListen() {
        return ListenHost.at(new HostPort(host(), port));
    }

    /** Where to listen for other servers. Only if there is no {@link #flaw}. */
    InetSocketAddress peerListen() {
        return ListenHost.at(new HostPort(host(), peerPort()));
    }

    /** Both ports must be free before anything is written to disk. */
    void requirePorts() throws ServerStartException {
        try {
            PortProbe.requireFree(clientListen());
        } catch (CannotListenException cannot) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE, cannot.getMessage() + "; choose another port with --port");
        }
        try {
            PortProbe.requireFree(peerListen());
        } catch (CannotListenException cannot) {
            throw new ServerStartException(
                    ExitCode.CANNOT_CREATE,
                    cannot.getMessage() + "; choose another port for other servers with --peer-port");
        }
    }

    /** The data directory. */
    public Path data() {
        return data == null ? Path.of("lockstep-data", Integer.toString(port)) : data;
    }

    /** What the settings without a value of their own come to, by their keys. */
    Map<String, String> derived() {
        return Map.of("peer-port", "" + peerPort(), "advertise", advertised(), "data", "" + data());
    }

    /** The most connections from one address, if there may be {@code all} from all. */
    int connectionsPerAddress(int all) {
        return Math.min(all, connectionsPerAddress == null ? Math.max(1, all / 4) : connectionsPerAddress);
    }
}
