package io.lockstep.client.api;

import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ProtocolLimits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a {@link LockClient} is to be. Immutable; each {@code with} method returns other settings.
 *
 * @param servers as {@code host:port}, tried in this order; one is enough, the others of the cluster are learned from it
 * @param ttl the lease: how long the cluster keeps locks for a process that is not heard of; the cluster clamps it
 * @param marginPercent how much earlier than the cluster the client takes a lock for lost, as a part of the lease
 * @param timeout within which a request must be settled, fail-over included; waiting for a lock comes on top
 * @param label what refusals show of this client to whoever it keeps waiting, at most 255 bytes
 */
public record LockClientSettings(
        List<String> servers, Duration ttl, int marginPercent, Duration timeout, String label) {

    /** A crash keeps others waiting no longer than this, and a busy process renews in time. */
    public static final Duration TTL_DEFAULT = Duration.ofSeconds(10);

    /** Longer than a fail-over takes. */
    public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(10);

    /** Throws {@link IllegalArgumentException} if something is out of bounds. */
    public LockClientSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of a server");
        }
        servers.forEach(HostPort::parseServer);
        if (ttl.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("ttl and timeout are at least one millisecond");
        }
        if (marginPercent < 0 || marginPercent > 90) {
            throw new IllegalArgumentException("the margin is a part of the lease, from 0 to 90 percent");
        }
        if (label.getBytes(StandardCharsets.UTF_8).length > ProtocolLimits.LABEL_BYTES_MAX
                || label.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label has at most " + ProtocolLimits.LABEL_BYTES_MAX
                    + " bytes of UTF-8 and no control characters");
        }
    }

    /** The defaults: a lease of 10 s, given up 20 % early. {@code servers} as {@code host:port,host:port}. */
    public static LockClientSettings of(String servers) {
        return new LockClientSettings(
                Stream.of(servers.split(",", -1)).map(String::strip).toList(),
                TTL_DEFAULT,
                SessionSettings.MARGIN_PERCENT_DEFAULT,
                TIMEOUT_DEFAULT,
                labelOf(System.getProperty("user.name", "java")));
    }

    /** With another lease. */
    public LockClientSettings withTtl(Duration newTtl) {
        return new LockClientSettings(servers, newTtl, marginPercent, timeout, label);
    }

    /** With another margin. */
    public LockClientSettings withMarginPercent(int newMarginPercent) {
        return new LockClientSettings(servers, ttl, newMarginPercent, timeout, label);
    }

    /** With another timeout. */
    public LockClientSettings withTimeout(Duration newTimeout) {
        return new LockClientSettings(servers, ttl, marginPercent, newTimeout, label);
    }

    /** With a name for this client: its label becomes {@code name@host[pid]}. */
    public LockClientSettings withName(String name) {
        return withLabel(labelOf(name));
    }

    /** With a label of one's own. */
    public LockClientSettings withLabel(String newLabel) {
        return new LockClientSettings(servers, ttl, marginPercent, timeout, newLabel);
    }

    SessionSettings session() {
        List<HostPort> addresses =
                servers.stream().map(HostPort::parseServer).distinct().toList();
        return SessionSettings.fresh(addresses, ttl, timeout)
                .withMarginPercent(marginPercent)
                .withLabel(label);
    }

    private static String labelOf(String name) {
        return name + "@" + host() + "[" + ProcessHandle.current().pid() + "]";
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The label is for people; a host that does not know its name is no reason to go without locks.
            return "unknown-host";
        }
    }
}
