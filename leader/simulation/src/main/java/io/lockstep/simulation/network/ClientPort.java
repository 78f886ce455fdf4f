package io.lockstep.simulation.network;

import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import io.lockstep.simulation.SimulatedLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where one run of a server takes connections of clients. */
public final class ClientPort {

    private final SimulatedNetwork network;
    private final int host;
    private final SimulatedLoop loop;
    private final Function<ClientChannel, Conversation> node;
    private final Consumer<String> onLine;
    private final Set<ClientLink> links = new LinkedHashSet<>();

    /**
     * @param node begins a conversation, in the loop
     * @param onLine told, in the loop, of the address from which a line has come, just before the node is
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

    /** The server is about to stop and tells its clients. In the loop. */
    public void sayShutdown() {
        List.copyOf(links).forEach(ClientLink::sayShutdown);
    }

    /** The process is gone: its connections break. */
    public void stop() {
        network.closed(host, this);
        List.copyOf(links).forEach(ClientLink::sever);
    }
}
