package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.Randomness;
import io.lockstep.simulation.client.Dialogue.Leaving;
import java.util.ArrayList;
import java.util.List;

/** What clients do. Each kind but lock, release and status is absent from some seeds. */
public final class Actions {

    private final List<String> names;

    /** @param names of the locks there are */
    public Actions(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** Some mix of what clients do. */
    public List<Action> drawn(Randomness random) {
        List<Action> mix = new ArrayList<>();
        add(mix, this::lock, random.between(2, 8));
        add(mix, this::releaseHeld, random.between(2, 8));
        add(mix, this::status, random.between(1, 4));
        add(mix, this::ping, random.between(1, 3));
        some(mix, random, this::releaseAny, 2);
        some(mix, random, this::readSync, 3);
        some(mix, random, this::duplicate, 3);
        some(mix, random, this::list, 1);
        some(mix, random, this::whoAmI, 1);
        some(mix, random, this::cut, 2);
        some(mix, random, this::moveWithoutClosing, 1);
        some(mix, random, this::fallSilent, 1);
        some(mix, random, this::quit, 1);
        return mix;
    }

    private static void some(List<Action> mix, Randomness random, Action action, int most) {
        if (random.chance(0.6)) {
            add(mix, action, random.between(1, most));
        }
    }

    private static void add(List<Action> mix, Action action, int times) {
        for (int i = 0; i < times; i++) {
            mix.add(action);
        }
    }

    private void lock(SimulatedClient client, Randomness random) {
        client.askNumbered(Ask.of(Verb.LOCK, random.pick(names)));
    }

    private void releaseHeld(SimulatedClient client, Randomness random) {
        List<String> held = List.copyOf(client.believesToHold().keySet());
        if (held.isEmpty()) {
            lock(client, random);
            return;
        }
        String name = random.pick(held);
        Ask ask = Ask.of(Verb.RELEASE, name);
        client.askNumbered(
                random.chance(0.5) ? ask.with("token", client.believesToHold().get(name)) : ask);
    }

    private void releaseAny(SimulatedClient client, Randomness random) {
        Ask ask = Ask.of(Verb.RELEASE, random.pick(names));
        client.askNumbered(random.chance(0.3) ? ask.with("token", random.between(1, 30)) : ask);
    }

    private void status(SimulatedClient client, Randomness random) {
        client.ask(client.withIndex(Ask.of(Verb.STATUS, random.pick(names))));
    }

    private void readSync(SimulatedClient client, Randomness random) {
        client.ask(client.withIndex(Ask.of(Verb.STATUS, random.pick(names)).with("read", "sync")));
    }

    private void list(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.LIST));
    }

    private void ping(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.PING));
    }

    private void whoAmI(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.WHOAMI));
    }

    private void duplicate(SimulatedClient client, Randomness random) {
        client.repeatOne();
    }

    private void cut(SimulatedClient client, Randomness random) {
        client.leave(random.pick(List.of(Leaving.values())));
    }

    private void moveWithoutClosing(SimulatedClient client, Randomness random) {
        if (random.chance(0.5)) {
            lock(client, random);
        }
        client.moveWithoutClosing();
    }

    private void fallSilent(SimulatedClient client, Randomness random) {
        client.fallSilent();
    }

    private void quit(SimulatedClient client, Randomness random) {
        client.quit();
    }
}
