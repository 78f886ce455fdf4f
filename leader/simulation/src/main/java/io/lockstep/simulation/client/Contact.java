package io.lockstep.simulation.client;

import java.util.ArrayList;
import java.util.List;

/** One connection of a client to a server, as the client knows it. */
public final class Contact {

    private final String client;
    private final int host;
    private final String address;
    private final long openedMicros;
    private final List<ReceivedLine> received = new ArrayList<>();
    private long closedMicros = Long.MAX_VALUE;

    /**
     * @param host the host of the server
     * @param address the address of the client's end, as servers see it; unique to the connection
     */
    public Contact(String client, int host, String address, long openedMicros) {
        this.client = client;
        this.host = host;
        this.address = address;
        this.openedMicros = openedMicros;
    }

    /** Records a received line. */
    public void receive(ReceivedLine line) {
        received.add(line);
    }

    /** Returns replies and pushes, in the order of arrival. */
    public List<ReceivedLine> received() {
        return received;
    }

    /** The connection closed at this time. */
    public void closed(long micros) {
        closedMicros = Math.min(closedMicros, micros);
    }

    /** Returns the name of the client. */
    public String client() {
        return client;
    }

    /** Returns the host of the server. */
    public int host() {
        return host;
    }

    /** Returns the address of the client's end, as servers see it. */
    public String address() {
        return address;
    }

    /** Returns when the client connected. */
    public long openedMicros() {
        return openedMicros;
    }

    /** Returns when it closed; {@link Long#MAX_VALUE} while it is open. */
    public long closedMicros() {
        return closedMicros;
    }

    /** Returns whether it has closed. */
    public boolean isClosed() {
        return closedMicros != Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return client + "@" + host + "(" + address + ")";
    }
}
