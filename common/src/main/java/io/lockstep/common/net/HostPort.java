package io.lockstep.common.net;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host and a port, written {@code host:port}, with an IPv6 address in brackets.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /** The default address of the first server of a cluster, for clients. */
    public static final HostPort FIRST_SERVER = new HostPort("127.0.0.1", 9000);

    private static final int PORT_MAX = 65_535;

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if a part is missing or malformed; the message is fit for users
     */
    public static HostPort parse(String text) {
        if (text.strip().startsWith(":") || !hasPort(text.strip())) {
            throw flaw(text);
        }
        return parseServer(text);
    }

    /**
     * Reads {@code host:port}, {@code host}, {@code :port} or {@code [ipv6]}. A missing part is taken from {@link
     * #FIRST_SERVER}.
     *
     * @throws IllegalArgumentException if the text is empty or malformed; the message is fit for users
     */
    public static HostPort parseServer(String text) {
        String trimmed = text.strip();
        int colon = hasPort(trimmed) ? trimmed.lastIndexOf(':') : trimmed.length();
        String host = trimmed.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw flaw(text);
        }
        if (trimmed.isEmpty() || host.contains(" ")) {
            throw flaw(text);
        }
        int port = colon == trimmed.length() ? FIRST_SERVER.port : port(trimmed.substring(colon + 1), text);
        return new HostPort(host.isEmpty() ? FIRST_SERVER.host : host, port);
    }

    /** Reads an address that a server has sent; empty if it is none. */
    public static Optional<HostPort> received(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException flaw) {
            return Optional.empty();
        }
    }

    /** Reads servers separated by commas, in order and without repetitions. Throws as {@link #parseServer} does. */
    public static List<HostPort> parseServers(String text) {
        return Stream.of(text.split(",", -1))
                .map(HostPort::parseServer)
                .distinct()
                .toList();
    }

    private static boolean hasPort(String text) {
        return text.contains(":") && !text.endsWith("]");
    }

    private static int port(String digits, String whole) {
        boolean isNumber = digits.matches("[0-9]{1,5}");
        int port = isNumber ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > PORT_MAX) {
            throw flaw(whole);
        }
        return port;
    }

    private static IllegalArgumentException flaw(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not an address: write host:port or [ipv6]:port, as in 127.0.0.1:9000");
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
