package io.lockstep.common.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Counts connections by the address of the client, so that one machine cannot take all that there are. IPv6 addresses
 * count together if their first 64 bits agree, since one machine has as many as it likes. Connections over loopback do
 * not count.
 *
 * @param <C> what stands for a connection
 */
final class OpenConnections<C> {

    private static final int NETWORK_BYTES = 8;

    private final int connectionsMax;
    private final int perAddressMax;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<C, String> counted = new HashMap<>();
    private int count;

    /**
     * @param connectionsMax most connections in all
     * @param perAddressMax most connections from one address
     */
    OpenConnections(int connectionsMax, int perAddressMax) {
        this.connectionsMax = connectionsMax;
        this.perAddressMax = perAddressMax;
    }

    int count() {
        return count;
    }

    /** Whether one more connection from this address may open. */
    boolean hasRoomFor(InetAddress address) {
        return count < connectionsMax
                && (address.isLoopbackAddress() || counts.getOrDefault(key(address), 0) < perAddressMax);
    }

    void opened(C connection, InetAddress address) {
        count++;
        if (!address.isLoopbackAddress()) {
            String key = key(address);
            counted.put(connection, key);
            counts.merge(key, 1, Integer::sum);
        }
    }

    void closed(C connection) {
        count--;
        String key = counted.remove(connection);
        if (key != null) {
            counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }
}
