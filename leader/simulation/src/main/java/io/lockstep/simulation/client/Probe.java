package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.network.SimulatedNetwork;
import io.lockstep.simulation.time.Scheduler;
import java.util.List;

/**
 * A client that takes a lock of its own at one server, reads its status, and quits. It must succeed after recovery. A
 * server that was removed may stop meanwhile, to join as a new one; another client tries again then.
 */
public final class Probe implements Dialogue.Owner {

    private static final long PAUSE_MICROS = 100_000;
    private static final int ADDRESSES = 2_000;
    private static final int SERVERS_MAX = 10;

    private final int host;
    private final String token;
    private final SimulatedNetwork network;
    private final Scheduler scheduler;
    private final History history;
    private Dialogue dialogue;
    private String lock;
    private int clients;
    private boolean granted;
    private boolean quit;

    /**
     * Connects to the server at once.
     *
     * @param token of its user; empty in a cluster without users
     */
    public Probe(int host, String token, SimulatedNetwork network, Scheduler scheduler, History history) {
        this.host = host;
        this.token = token;
        this.network = network;
        this.scheduler = scheduler;
        this.history = history;
        connect();
    }

    private void connect() {
        String name = host + (clients == 0 ? "" : "." + clients);
        int address = ADDRESSES + host + SERVERS_MAX * clients;
        clients++;
        lock = "probe " + name;
        granted = false;
        dialogue = new Dialogue(network, scheduler, history, "probe-" + name, address, host, this);
    }

    /** Returns whether the client got its lock and has quit. */
    public boolean isDone() {
        return granted && quit;
    }

    @Override
    public void greeted() {
        if (token.isEmpty()) {
            lock();
        } else {
            dialogue.ask(Ask.of(Verb.AUTH).with("token", token), 0, false);
        }
    }

    private void lock() {
        dialogue.ask(Ask.of(Verb.LOCK, lock).with("req", 1), 0, false);
    }

    @Override
    public void answered(ClientCall call) {
        switch (call.ask().verb()) {
            case AUTH -> lock();
            case LOCK -> {
                granted = call.isOk();
                if (granted) {
                    dialogue.ask(Ask.of(Verb.STATUS, lock), 0, false);
                } else {
                    greeted();
                }
            }
            case STATUS -> dialogue.ask(Ask.of(Verb.QUIT), 0, false);
            default -> quit = true;
        }
    }

    @Override
    public void pushed(ServerLine line) {}

    @Override
    public void closed(List<ClientCall> unanswered) {
        if (!isDone()) {
            scheduler.after(PAUSE_MICROS, this::connect);
        }
    }
}
