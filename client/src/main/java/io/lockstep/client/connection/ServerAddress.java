package io.lockstep.client.connection;

import java.util.List;
import java.util.stream.Stream;

/** Where a server listens for clients. */
public record ServerAddress(String host, int port) {

    /** The port of the first server of a cluster, unless it is told otherwise. */
    public static final int DEFAULT_PORT = 9000;

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code host:port}, {@code host}, {@code :port} or {@code [ipv6]:port}.
     *
     * @throws IllegalArgumentException if it is none of these; the message is fit for the user
     */
    public static ServerAddress parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        boolean wholeIsHost = colon < 0 || trimmed.endsWith("]");
        String host = wholeIsHost ? trimmed : trimmed.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("not a server address: \"" + text + "\"; write [ipv6]:port");
        }
        if (trimmed.isEmpty() || host.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("not a server address: \"" + text + "\"; write host:port");
        }
        int port = wholeIsHost ? DEFAULT_PORT : parsePort(trimmed.substring(colon + 1), text);
        return new ServerAddress(host.isEmpty() ? DEFAULT_HOST : host, port);
    }

    /** Reads a list separated by commas, keeping its order and dropping repetitions. */
    public static List<ServerAddress> parseList(String text) {
        return Stream.of(text.split(",", -1))
                .map(ServerAddress::parse)
                .distinct()
                .toList();
    }

    private static int parsePort(String digits, String whole) {
        if (digits.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        }
        throw new IllegalArgumentException(
                "not a server address: \"" + whole + "\"; the port is a number from 1 to " + PORT_MAX);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
