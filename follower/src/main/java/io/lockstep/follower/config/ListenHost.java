package io.lockstep.follower.config;

import io.lockstep.common.net.Addresses;
import io.lockstep.common.net.HostLookup;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.PortProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of {@code --host} and {@code --advertise}: what is wrong with them, and which address they mean. */
public final class ListenHost {

    private static final Duration LOOKUP_MAX = Duration.ofSeconds(5);
    private static final String BROADCAST = "255.255.255.255";
    private static final String WANTED = "; give an address of this machine, or a name of one";

    private ListenHost() {}

    /** The text as addresses have it: without brackets, and IPv6 in its short form. Asks nobody. */
    public static String normal(String text) {
        boolean inBrackets = text.startsWith("[") && text.endsWith("]");
        String bare = inBrackets ? text.substring(1, text.length() - 1) : text;
        if (!HostLookup.isLiteral(bare)) {
            return bare;
        }
        try {
            return Addresses.text(InetAddress.getByName(bare));
        } catch (IOException noAddress) {
            return bare;
        }
    }

    /** What is wrong with a host that others are to connect to, in words for the operator; empty if nothing is. */
    public static String flawOfAdvertised(String host) {
        if (host.isEmpty()) {
            return "--advertise is empty; give the name or address under which others reach this server";
        }
        // A number is an address in an old notation: 0 stands for 0.0.0.0.
        boolean address = HostLookup.isLiteral(host) || host.matches("[0-9.]+");
        InetAddress meant = address ? first(host) : null;
        if (address ? meant == null : !host.matches("[A-Za-z0-9._-]+")) {
            return "--advertise " + host + ": that is no host name or address";
        }
        if (meant != null && meant.isAnyLocalAddress()) {
            return "--advertise " + host + " stands for every address of a machine; others cannot connect to it; give"
                    + " the name or address of this machine";
        }
        return meant == null ? "" : flawOfKind("--advertise " + host, meant);
    }

    /**
     * What is wrong with a host to listen on, in words for the operator; empty if nothing is. Asks the name service.
     *
     * @param advertised whether another address is given to others
     */
    public static String flawOfListening(String host, boolean advertised) {
        if (host.isEmpty()) {
            return "--host is empty" + WANTED + ", or leave it out for 127.0.0.1";
        }
        InetAddress meant = first(host);
        if (meant == null) {
            return "--host " + host + ": there is no such host" + WANTED;
        }
        if (meant.isAnyLocalAddress()) {
            return advertised
                    ? ""
                    : "--host " + host + " stands for every address of a machine; others cannot connect to it; give the"
                            + " name or address of this machine with --advertise";
        }
        String kind = flawOfKind("--host " + host, meant);
        if (!kind.isEmpty()) {
            return kind;
        }
        try {
            PortProbe.requireFree(new InetSocketAddress(meant, 0));
            return "";
        } catch (IOException foreign) {
            return "--host " + host + " is no address of this machine" + WANTED + "; if others reach it there, add"
                    + " --advertise " + host;
        }
    }

    private static String flawOfKind(String flag, InetAddress meant) {
        return meant.isMulticastAddress() || meant.getHostAddress().equals(BROADCAST)
                ? flag + " stands for many machines" + WANTED
                : "";
    }

    /** The address to listen on; null if there is none. */
    public static @Nullable InetAddress first(String host) {
        try {
            List<InetAddress> all = HostLookup.SYSTEM.addresses(host, LOOKUP_MAX);
            return all.isEmpty() ? null : all.get(0);
        } catch (IOException unknown) {
            return null;
        }
    }

    /** Whether only processes of this machine can connect to what listens on this host. */
    public static boolean isLoopback(String host) {
        InetAddress listening = first(normal(host));
        return listening != null && listening.isLoopbackAddress();
    }

    /** The address and port to listen on for a host that has no flaw. */
    public static InetSocketAddress at(HostPort place) {
        return new InetSocketAddress(first(place.host()), place.port());
    }
}
