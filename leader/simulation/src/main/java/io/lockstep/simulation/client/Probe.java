package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.network.SimulatedNetwork;
import io.lockstep.simulation.time.Scheduler;
import java.util.List;

/** A client that takes a lock of its own at one server, reads its status, and quits. It must succeed after recovery. */
public final class Probe implements Dialogue.Owner {

    private final String lock;
    private final Dialogue dialogue;
    private boolean granted;
    private boolean quit;

    /** Connects to the server at once. */
    public Probe(int host, SimulatedNetwork network, Scheduler scheduler, History history) {
        this.lock = "probe " + host;
        this.dialogue = new Dialogue(network, scheduler, history, "probe-" + host, 2_000 + host, host, this);
    }

    /** Returns whether the client got its lock and has quit. */
    public boolean isDone() {
        return granted && quit;
    }

    @Override
    public void greeted() {
        dialogue.ask(Ask.of(Verb.LOCK, lock).with("req", 1), 0, false);
    }

    @Override
    public void answered(ClientCall call) {
        switch (call.ask().verb()) {
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
    public void closed(List<ClientCall> unanswered) {}
}
