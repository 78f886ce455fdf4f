package io.lockstep.common.command;

/** What servers are registered under: {@code host:port}, with a host that others can reach, and a storage id. */
public final class ServerAddress {

    private static final int BYTES_MAX = 255;
    private static final int PORT_MAX = 65_535;

    private ServerAddress() {}

    /** Returns what is wrong with an address, in words for the operator; empty if nothing is. Never throws. */
    public static String flawOf(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || address.length() > BYTES_MAX || !isPort(address.substring(colon + 1))) {
            return "an address is host:port";
        }
        String host = address.substring(0, colon);
        if (!host.matches("[A-Za-z0-9._-]+|\\[[A-Za-z0-9.:%_-]+\\]")) {
            return "\"" + host + "\" is no host name or address";
        }
        return isWildcard(host) ? host + " stands for every address of a machine; others cannot connect to it" : "";
    }

    /** Returns whether a host stands for every address of a machine, which is good for listening only. */
    public static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.matches("\\[?[0:]*:[0:]*\\]?");
    }

    /** Returns whether a text may be a storage id: plain text without spaces. Never throws. */
    public static boolean isStorageId(String text) {
        return text.matches("[!-~]{1,128}");
    }

    private static boolean isPort(String text) {
        if (!text.matches("[0-9]{1,5}")) {
            return false;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= PORT_MAX;
    }
}
