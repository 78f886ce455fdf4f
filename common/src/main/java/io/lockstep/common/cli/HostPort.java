package io.lockstep.common.cli;

/**
 * A host and a port as people write them: {@code host:port}, an IPv6 address in brackets.
 *
 * @param host a name or an address, without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException with a message fit for users if the text is nothing of the kind
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw flaw(text);
        }
        int port = portOf(text.substring(colon + 1));
        if (host.isEmpty() || port == 0) {
            throw flaw(text);
        }
        return new HostPort(host, port);
    }

    private static int portOf(String digits) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = plain ? Integer.parseInt(digits) : 0;
        return port <= 65_535 ? port : 0;
    }

    private static IllegalArgumentException flaw(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not an address: write host:port, as in 127.0.0.1:9000");
    }

    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
