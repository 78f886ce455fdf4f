package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports. No port is handed out twice in this process, and all are below the range from which the system chooses
 * ports by itself, so that a port stays free until a server listens on it.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    /** The distance of a client port of the scripts to its peer port. */
    private static final int PEER_DISTANCE = 100;

    /** The distance of a client port to the port that its server opens for HTTP. */
    private static final int HTTP_DISTANCE = 200;

    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /** One free port. */
    public static int one() {
        return block(1);
    }

    /** The first of {@code count} consecutive ports that are free with their ports for servers and for HTTP. */
    public static synchronized int block(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            Set<Integer> ports = new HashSet<>();
            for (int port = first; port < first + count; port++) {
                ports.add(port);
                ports.add(port + PEER_DISTANCE);
                ports.add(port + HTTP_DISTANCE);
            }
            if (ports.stream().allMatch(port -> !GIVEN.contains(port) && isFree(port))) {
                GIVEN.addAll(ports);
                return first;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
