package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.cluster.DelayProxy;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Delays what a machine exchanges with the other servers over the connections that it opens. The kernel here cannot
 * delay packets, so a {@link DelayProxy} on the same host stands between, to which the host sends these connections.
 */
final class DelayedHost {

    private final Host host;
    private final RunningProcess proxy;
    private final List<PacketRule> rules = new ArrayList<>();
    private final PacketRule oldConnections;

    DelayedHost(Machine machine, List<Machine> others, int millis) throws InterruptedException {
        host = machine.host();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                DelayProxy.class.getName(),
                Integer.toString(millis),
                host.address()));
        // Not the connections that the proxy itself opens: they have ports of their own.
        String others9100 = "-p tcp --dport " + Machine.PEER_PORT + " ! --sport " + DelayProxy.FIRST_PORT + ":"
                + DelayProxy.LAST_PORT;
        for (Machine other : others) {
            int port = DelayProxy.LISTEN_PORT + other.host().number();
            command.add(port + "=" + other.host().address() + ":" + Machine.PEER_PORT);
            rules.add(PacketRule.output(
                    host,
                    "nat",
                    others9100 + " -d " + other.host().address() + " -j DNAT --to-destination " + host.address() + ":"
                            + port));
        }
        oldConnections = PacketRule.output(host, "filter", others9100 + " -j REJECT --reject-with tcp-reset");
        proxy = RunningProcess.start("delay", Path.of("/"), Map.of(), host.inside(command));
        proxy.await("its ports", "LISTENING"::equals);
        for (PacketRule rule : rules) {
            rule.add();
        }
        oldConnections.add();
    }

    /** From here on connections are no longer reset; all that are left are delayed ones. */
    void acceptNewConnectionsOnly() throws InterruptedException {
        oldConnections.remove();
    }

    /** Breaks the delayed connections. New ones have no delay. */
    void close() throws InterruptedException {
        for (PacketRule rule : rules) {
            rule.remove();
        }
        proxy.close();
    }
}
