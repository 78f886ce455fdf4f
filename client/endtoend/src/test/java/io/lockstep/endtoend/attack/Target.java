package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.RealCluster;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The servers that are attacked, the leader first, and for how long.
 *
 * @param ports for clients
 * @param peerPorts for servers
 * @param processes their numbers
 * @param endNanos when time is up, as {@link System#nanoTime}
 */
record Target(List<Integer> ports, List<Integer> peerPorts, List<Long> processes, long endNanos) {

    /** Reads what {@link #arguments} has written; time begins now. */
    static Target of(List<String> arguments) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments.get(0)));
        return new Target(
                numbers(arguments.get(1), Integer::valueOf),
                numbers(arguments.get(2), Integer::valueOf),
                numbers(arguments.get(3), Long::valueOf),
                endNanos);
    }

    /** The servers of a cluster, as arguments of a program. */
    static List<String> arguments(RealCluster cluster, int leader, int seconds) {
        List<Integer> servers = IntStream.range(0, cluster.size())
                .mapToObj(i -> (leader - 1 + i) % cluster.size() + 1)
                .toList();
        return List.of(
                Integer.toString(seconds),
                text(servers, cluster::port),
                text(servers, cluster::peerPort),
                text(servers, server -> cluster.process(server).pid()));
    }

    private static String text(List<Integer> servers, Function<Integer, Number> number) {
        return servers.stream().map(number).map(String::valueOf).collect(Collectors.joining(","));
    }

    private static <N> List<N> numbers(String text, Function<String, N> number) {
        return Arrays.stream(text.split(",")).map(number).toList();
    }

    boolean timeIsUp() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** The leader's port for clients. */
    int port() {
        return ports.get(0);
    }
}
