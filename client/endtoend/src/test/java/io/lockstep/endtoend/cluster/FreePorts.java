package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody listens on. Below those that the system gives out by itself, so that none is taken meanwhile. */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private FreePorts() {}

    /** A port. */
    public static int one() {
        return block(1);
    }

    /** The first of so many ports in a row, free together with those 100 higher, as the scripts use them. */
    public static int block(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            boolean free = true;
            for (int i = 0; i < count && free; i++) {
                free = isFree(first + i) && isFree(first + i + 100);
            }
            if (free) {
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
