package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Dialogue.Leaving;
import io.lockstep.simulation.time.Randomness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated client reacts to the events of one connection. After it has left the connection, only events about
 * locks count.
 */
final class DialogueListener implements Dialogue.Owner {

    private final SimulatedClient client;
    private final ClientMemory memory;
    private final Randomness random;
    private @Nullable Dialogue dialogue;

    DialogueListener(SimulatedClient client, Randomness random) {
        this.client = client;
        this.memory = client.memory();
        this.random = random;
    }

    /** Sets the connection. Called before any event of it. */
    void at(Dialogue opened) {
        dialogue = opened;
    }

    private boolean isCurrent() {
        return client.isAt(dialogue);
    }

    @Override
    public void greeted() {
        if (isCurrent()) {
            client.greeted();
        }
    }

    @Override
    public void answered(ClientCall call) {
        memory.told(call);
        if (call.ask().verb() == Verb.USER && call.reply().option("token") != null) {
            client.account()
                    .credentials()
                    .passOn(call.ask().values().get(1), call.reply().option("token"));
        }
        if (call.error() == ErrorCode.AUTH_REQUIRED && isCurrent()) {
            client.account().forgotten();
        }
        if (call.ask().verb() == Verb.AUTH) {
            authAnswered(call);
        } else if (call.ask().verb() == Verb.HELLO) {
            helloAnswered(call);
        } else if (call.error() == ErrorCode.SESSION_EXPIRED && isCurrent()) {
            if (call.session() == memory.session()) {
                memory.forget();
            }
            client.leave(Leaving.CLOSE);
        } else if (call.ask().changesLocks()) {
            memory.lockAnswered(call);
            client.leases().answered(call);
        } else if (call.ask().verb() == Verb.QUIT && isCurrent() && call.isOk()) {
            memory.forget();
        }
    }

    private void authAnswered(ClientCall call) {
        if (isCurrent() && !call.isOk() && call.error() != ErrorCode.SESSION_OPEN) {
            client.account().forgotten();
            if (random.chance(0.3)) {
                client.leave(Leaving.CLOSE);
            }
        }
    }

    private void helloAnswered(ClientCall call) {
        if (!isCurrent()) {
            return;
        }
        if (call.isOk()) {
            memory.bound(call.reply());
        } else if (call.error() == ErrorCode.SESSION_EXPIRED) {
            memory.forget();
        } else if (call.error() == ErrorCode.SESSION_OPEN || random.chance(0.5)) {
            client.leave(Leaving.CLOSE);
        }
    }

    @Override
    public void pushed(ServerLine line) {
        if (line.word().equals("LOST")) {
            memory.lost(line.value(), line.number("token", 0));
        }
        String reason = line.options().getOrDefault("reason", "");
        if (isCurrent() && line.word().equals("BYE") && (reason.equals("expired") || reason.equals("removed"))) {
            memory.forget();
        }
    }

    @Override
    public void closed(List<ClientCall> unanswered) {
        if (!isCurrent()) {
            return;
        }
        if (memory.session() == 0) {
            memory.forget();
        }
        unanswered.forEach(memory::leftOpen);
        client.disconnected();
    }
}
