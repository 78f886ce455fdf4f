package io.lockstep.follower.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the HTTP port of a server. */
public final class HttpOptions {

    private static final int PORT_OFFSET = 200;
    private static final int PORT_MAX = 65_535;
    private static final String OFF = "off";

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port for health checks, metrics and the state of the cluster over HTTP (default: the client"
                    + " port + 200); 0 lets the system choose, and off opens none.")
    @Nullable
    String port;

    @Option(
            names = "--http-host",
            paramLabel = "ADDRESS",
            description = "Address of this machine to listen on for HTTP (default: ${DEFAULT-VALUE}).",
            defaultValue = "127.0.0.1")
    String host = "127.0.0.1";

    @Option(
            names = "--http-names",
            paramLabel = "NAME,...",
            split = ",",
            description = "Names of this server in the URLs of its HTTP port, beside its addresses and the names in"
                    + " --host, --advertise and --http-host. A request under another name is refused.")
    List<String> names = List.of();

    /** Makes the flags with their defaults. */
    public HttpOptions() {}

    /** Whether there is to be an HTTP port. */
    public boolean isOn() {
        return !OFF.equals(port);
    }

    /** The first error in the port, beside those for clients and servers; empty if there is none. */
    public String flaw(int clientPort, int peerPort) {
        if (!isOn()) {
            return "";
        }
        if (port != null && !port.matches("[0-9]{1,5}")) {
            return "--http-port " + port + " is not a port: 0 to 65535, or off";
        }
        int own = port(clientPort);
        if (own > PORT_MAX) {
            return "--http-port " + own + " is not a port: 0 to 65535, or off";
        }
        return own == clientPort || own == peerPort
                ? "--http-port " + own + " is the port for " + (own == clientPort ? "clients" : "servers")
                : "";
    }

    /** The port to listen on; 0 lets the system choose. */
    public int port(int clientPort) {
        return port == null ? clientPort + PORT_OFFSET : Integer.parseInt(port);
    }

    /** The host to listen on, as given. */
    public String host() {
        return host;
    }

    /** Further names of this server. */
    public List<String> names() {
        return names;
    }
}
