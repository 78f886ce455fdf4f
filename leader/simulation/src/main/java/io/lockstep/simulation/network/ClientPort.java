package io.lockstep.simulation.network;

import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import io.lockstep.simulation.time.SimulatedLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The port at which one run of a server accepts clients. */
public final class ClientPort {

    private final SimulatedNetwork network;
    private final int host;
    private final SimulatedLoop loop;
    private final Function<ClientChannel, Conversation> node;
    private final Consumer<String> onLine;
    private final Set<ClientLink> links = new LinkedHashSet<>();

    /**
     * @param node opens a client session, in the loop
     * @param onLine receives, in the loop, the address that a line came from, just before the node gets the line
     */
    public ClientPort(
            SimulatedNetwork network,
            int host,
            SimulatedLoop loop,
            Function<ClientChannel, Conversation> node,
            Consumer<String> onLine) {
        this.network = network;
        this.host = host;
        this.loop = loop;
        this.node = node;
        this.onLine = onLine;
        network.listen(host, this);
    }

    SimulatedLoop loop() {
        return loop;
    }

    Conversation begin(ClientChannel channel) {
        return node.apply(channel);
    }

    void lineFrom(String clientAddress) {
        onLine.accept(clientAddress);
    }

    void opened(ClientLink link) {
        links.add(link);
    }

    void over(ClientLink link) {
        links.remove(link);
    }

    /** Tells the clients that the server is about to stop. In the loop. */
    public void sayShutdown() {
        List.copyOf(links).forEach(ClientLink::sayShutdown);
    }

    /** The process is gone: its connections break. */
    public void stop() {
        network.closed(host, this);
        List.copyOf(links).forEach(ClientLink::sever);
    }
}
