package io.lockstep.simulation.network;

import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a client to a server: lines of text both ways. */
public final class ClientLink implements SimulatedNetwork.Breakable {

    /** The client's end. Called in the scheduler's turn. */
    public interface Listener {

        void line(String text);

        /** The connection is closed, or was never established. */
        void closed();
    }

    private final SimulatedNetwork network;
    private final int client;
    private final int server;
    private final Listener listener;
    private final String clientAddress;
    private final Pipe<String> up;
    private final Pipe<String> down;
    private @Nullable ServerEnd serverEnd;

    /** Lines sent before the server has accepted the connection. As in TCP, they follow once it has. */
    private final List<String> early = new ArrayList<>(0);

    private boolean openHere = true;
    private boolean closedInOrder;

    /** While this many lines are on their way to the client, watch events are dropped. */
    private final int roomToPush;

    ClientLink(SimulatedNetwork network, int client, int server, Listener listener) {
        this.network = network;
        this.client = client;
        this.server = server;
        this.listener = listener;
        this.roomToPush =
                network.random().chance(0.5) ? 1_000 : network.random().between(1, 6);
        this.clientAddress = "client-" + client + ":" + network.nextPort();
        this.up = new Pipe<>(network, client, server, new AtServer());
        this.down = new Pipe<>(network, server, client, new AtClient());
    }

    /** Returns the client's address as the server will see it; unique to the connection. */
    public String clientAddress() {
        return clientAddress;
    }

    void refused() {
        closedHere();
    }

    void accepted(ClientPort port) {
        network.opened(this);
        ServerEnd end = new ServerEnd(port);
        serverEnd = end;
        port.opened(this);
        port.loop().post(end::begin);
        early.forEach(up::send);
        early.clear();
        if (closedInOrder) {
            up.end();
        }
    }

    /** Sends a line, without its line end. */
    public void send(String line) {
        if (openHere && serverEnd == null) {
            early.add(line);
        } else if (openHere) {
            up.send(line);
        }
    }

    /** Closes in order. The client receives nothing more. */
    public void close() {
        openHere = false;
        closedInOrder = true;
        if (serverEnd != null) {
            up.end();
        }
    }

    /** The client's process or machine dies: the connection breaks. */
    public void abort() {
        openHere = false;
        sever();
    }

    /** The client's machine disappears: the server notices only by the silence. */
    public void vanish() {
        openHere = false;
        network.scheduler().after(network.random().between(0, Pipe.SILENCE_MICROS_MAX), this::sever);
    }

    @Override
    public boolean isOver() {
        return !openHere && (serverEnd == null || serverEnd.over);
    }

    @Override
    public boolean isBetween(int one, int other) {
        return (client == one && server == other) || (client == other && server == one);
    }

    @Override
    public void sever() {
        up.sever();
        down.sever();
    }

    void sayShutdown() {
        if (serverEnd != null && serverEnd.conversation != null) {
            serverEnd.conversation.bye("shutdown", "this server stops");
        }
    }

    private void closedHere() {
        if (openHere) {
            openHere = false;
            listener.closed();
        }
    }

    private final class AtClient implements Pipe.Receiver<String> {
        @Override
        public void received(String line) {
            if (openHere) {
                listener.line(line);
            } else if (closedInOrder) {
                // As in TCP: data for a closed socket is answered with a reset.
                network.scheduler().after(network.delayMicros(), ClientLink.this::sever);
            }
        }

        @Override
        public void closed(boolean orderly) {
            up.sever();
            closedHere();
        }
    }

    private final class AtServer implements Pipe.Receiver<String> {
        @Override
        public void received(String line) {
            if (serverEnd != null) {
                serverEnd.received(line);
            }
        }

        @Override
        public void closed(boolean orderly) {
            if (serverEnd != null) {
                serverEnd.inputOver(orderly);
            }
        }
    }

    /** The server's end. Everything but the pipe's calls runs in the server's loop. */
    private final class ServerEnd implements ClientChannel {
        private final ClientPort port;
        private final ArrayDeque<String> unread = new ArrayDeque<>();
        private @Nullable Conversation conversation;
        private boolean reading = true;
        private boolean inputEnded;
        private boolean over;

        ServerEnd(ClientPort port) {
            this.port = port;
        }

        void begin() {
            conversation = port.begin(this);
        }

        void received(String line) {
            port.loop().post(() -> {
                unread.add(line);
                read();
            });
        }

        void inputOver(boolean orderly) {
            port.loop().post(() -> {
                if (orderly) {
                    inputEnded = true;
                    read();
                } else if (conversation != null) {
                    over();
                    conversation.closed();
                }
            });
        }

        @Override
        public boolean roomToPush() {
            return down.underWay() < roomToPush;
        }

        private void read() {
            while (reading && !over && !unread.isEmpty() && conversation != null) {
                port.lineFrom(clientAddress);
                conversation.line(unread.remove());
            }
            if (inputEnded && unread.isEmpty() && !over && conversation != null) {
                conversation.inputEnded();
            }
        }

        private void over() {
            over = true;
            port.over(ClientLink.this);
        }

        @Override
        public String clientAddress() {
            return clientAddress;
        }

        @Override
        public void send(String line) {
            if (!over) {
                down.send(line);
            }
        }

        @Override
        public void keeps(int bytes) {}

        @Override
        public void readMore(boolean wanted) {
            reading = wanted;
            if (wanted) {
                port.loop().post(this::read);
            }
        }

        @Override
        public void close() {
            if (!over) {
                over();
                down.end();
            }
        }
    }
}
