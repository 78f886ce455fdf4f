package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Dialogue.Leaving;
import io.lockstep.simulation.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The actions of clients. Each kind but lock, release and status is absent from some seeds. */
public final class Actions {

    private final List<LockKind> kinds;
    private final int locksPerClient;
    private final double shared;
    private final long waitMillis;
    private final boolean delays;
    private final Credentials credentials;
    private final AccessActions access;
    private final LeaseActions leases;

    /**
     * @param kinds the locks of the run
     * @param locksPerClient 0 for no limit
     * @param credentials of its users, if it has any
     */
    public Actions(List<LockKind> kinds, int locksPerClient, Credentials credentials, Randomness random) {
        this.kinds = List.copyOf(kinds);
        this.locksPerClient = locksPerClient;
        this.shared = random.chance(0.5) ? random.fraction() : 0;
        this.waitMillis = random.between(100, 6_000);
        this.delays = random.chance(0.4);
        this.credentials = credentials;
        this.access = new AccessActions(random.split());
        this.leases = new LeaseActions(random.split());
    }

    /** Draws who a client is. In a cluster with users the first one administers them, and some are no user. */
    Account account(int number, Randomness random) {
        if (!credentials.isRequired() || (number > 1 && random.chance(0.1))) {
            return new Account(credentials, "");
        }
        return new Account(credentials, number == 1 ? Credentials.ADMIN : AccessActions.userOfClient(random));
    }

    /** Draws the mix of actions of one client. */
    List<Action> drawn(Account account, Randomness random) {
        List<Action> mix = new ArrayList<>();
        if (!account.isStranger()) {
            some(mix, random, this::authAgain, 1);
        }
        if (account.is(Credentials.ADMIN) || account.is(AccessActions.OPERATOR)) {
            add(mix, access::change, account.is(Credentials.ADMIN) ? 25 : 3);
        }
        add(mix, this::lock, random.between(1, 6));
        add(mix, this::releaseHeld, random.between(2, 8));
        add(mix, this::status, random.between(1, 4));
        add(mix, this::ping, random.between(1, 3));
        some(mix, random, this::lockWaiting, 8);
        some(mix, random, this::cancel, 2);
        some(mix, random, this::lockAndCancel, 1);
        some(mix, random, this::watch, 2);
        some(mix, random, this::unwatch, 1);
        some(mix, random, this::who, 1);
        some(mix, random, this::audit, 1);
        some(mix, random, this::history, 1);
        some(mix, random, this::releaseAny, 2);
        some(mix, random, this::readSync, 3);
        some(mix, random, this::duplicate, 3);
        some(mix, random, this::list, 1);
        some(mix, random, this::sessions, 1);
        some(mix, random, this::whoAmI, 1);
        some(mix, random, this::lockWithLease, 3);
        some(mix, random, leases::change, 3);
        some(mix, random, leases::lockAgain, 1);
        some(mix, random, this::cut, 2);
        some(mix, random, this::moveWithoutClosing, 1);
        some(mix, random, this::fallSilent, 1);
        some(mix, random, this::quit, 1);
        if (random.chance(0.3)) {
            add(mix, this::force, 1);
        }
        return mix;
    }

    /** Returns the actions of a client while all its requests are queued. */
    List<Action> aside() {
        return List.of(this::ping, this::ping, this::ping, this::cancel, this::status);
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

    private String anyName(Randomness random) {
        return random.pick(kinds).name();
    }

    private Ask anyLock(Randomness random) {
        LockKind kind = random.pick(kinds);
        List<String> names = new ArrayList<>(List.of(kind.name()));
        if (random.chance(locksPerClient == 1 ? 0.01 : 0.3)) {
            kinds.stream()
                    .filter(other -> !other.equals(kind) && other.permits() == kind.permits() && random.chance(0.6))
                    .forEach(other -> names.add(random.between(0, names.size()), other.name()));
        }
        Ask ask = kind.asked(Ask.of(Verb.LOCK, names), shared, random);
        return delays && random.chance(0.5) ? ask.with("delay", random.between(50, 2_000) + "ms") : ask;
    }

    private void lock(SimulatedClient client, Randomness random) {
        client.askNumbered(anyLock(random));
    }

    LeaseActions leases() {
        return leases;
    }

    private void lockWithLease(SimulatedClient client, Randomness random) {
        LockKind kind = random.pick(kinds);
        Ask ask = kind.asked(Ask.of(Verb.LOCK, kind.name()), shared, random);
        ask = delays && random.chance(0.3) ? ask.with("delay", random.between(50, 2_000) + "ms") : ask;
        leases.lock(client, random.chance(0.4) ? ask.with("wait", random.between(1, 2 * waitMillis) + "ms") : ask);
    }

    private Ask anyWaitingLock(Randomness random) {
        long millis = random.chance(0.05) ? 30_000 : random.between(1, 2 * waitMillis);
        return anyLock(random).with("wait", millis + "ms");
    }

    private void lockWaiting(SimulatedClient client, Randomness random) {
        client.askNumbered(anyWaitingLock(random));
    }

    /** Sends a last request, so that requests are queued when the run ends. */
    void waitToTheEnd(SimulatedClient client, Randomness random) {
        client.askTaggedAndNumbered(anyLock(random).with("wait", "1h"));
    }

    /** Sends a LOCK and cancels it at once. */
    private void lockAndCancel(SimulatedClient client, Randomness random) {
        ClientCall call = client.askNumbered(anyWaitingLock(random));
        if (call != null) {
            cancel(client, call, random);
        }
    }

    private void cancel(SimulatedClient client, Randomness random) {
        List<ClientCall> waiting = client.mayWait();
        if (!waiting.isEmpty()) {
            cancel(client, random.pick(waiting), random);
        } else if (random.chance(0.3)) {
            client.cancelNumbered(random);
        }
    }

    private static void cancel(SimulatedClient client, ClientCall call, Randomness random) {
        boolean byNumber = call.ask().number("req") > 0 && random.chance(0.4);
        Ask cancel = Ask.of(Verb.CANCEL);
        client.askTagged(
                byNumber
                        ? cancel.with("req", call.ask().number("req"))
                        : call.tag().isEmpty() ? cancel : Ask.of(Verb.CANCEL, call.tag()));
    }

    private void releaseHeld(SimulatedClient client, Randomness random) {
        Map<String, Long> held = client.memory().held();
        if (held.isEmpty()) {
            lock(client, random);
            return;
        }
        String name = random.pick(List.copyOf(held.keySet()));
        long token = held.get(name);
        List<String> names = random.chance(0.6)
                ? held.keySet().stream()
                        .filter(other -> held.get(other) == token)
                        .toList()
                : List.of(name);
        Ask ask = Ask.of(Verb.RELEASE, names);
        client.askNumbered(random.chance(0.5) ? ask.with("token", token) : ask);
    }

    private void releaseAny(SimulatedClient client, Randomness random) {
        Ask ask = Ask.of(Verb.RELEASE, anyName(random));
        client.askNumbered(random.chance(0.3) ? ask.with("token", random.between(1, 30)) : ask);
    }

    private void force(SimulatedClient client, Randomness random) {
        Map<String, Long> seen = client.memory().tokensSeen();
        if (!seen.isEmpty()) {
            String name = random.pick(List.copyOf(seen.keySet()));
            Ask ask = Ask.of(Verb.FORCE, name).with("token", seen.get(name)).with("reason", "host is gone");
            client.askNumbered(random.chance(0.5) ? ask.with("operator", "anna") : ask);
        }
    }

    private void watch(SimulatedClient client, Randomness random) {
        Ask ask = random.chance(0.4) ? Ask.of(Verb.WATCH, anyName(random)) : Ask.of(Verb.WATCH);
        if (ask.values().isEmpty() && random.chance(0.5)) {
            ask = ask.with("prefix", "lock");
        }
        client.ask(random.chance(0.5) ? ask.with("list", "yes") : ask);
    }

    private void unwatch(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.UNWATCH, Integer.toString(random.between(1, 3))));
    }

    private void status(SimulatedClient client, Randomness random) {
        client.ask(client.withIndex(Ask.of(Verb.STATUS, anyName(random))));
    }

    private void readSync(SimulatedClient client, Randomness random) {
        client.ask(client.withIndex(Ask.of(Verb.STATUS, anyName(random)).with("read", "sync")));
    }

    private void who(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.WHO, anyName(random)));
    }

    private void history(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.HISTORY, anyName(random)).with("limit", 1_000));
    }

    private void audit(SimulatedClient client, Randomness random) {
        Ask ask = Ask.of(Verb.AUDIT);
        client.ask(random.chance(0.3) ? ask.with("after", random.between(0, 5)).with("limit", 3) : ask);
    }

    private void list(SimulatedClient client, Randomness random) {
        client.ask(Ask.of(Verb.LIST));
    }

    private void sessions(SimulatedClient client, Randomness random) {
        Ask ask = Ask.of(Verb.SESSIONS).with("limit", 1_000);
        client.ask(random.chance(0.3) ? ask.with("after", random.between(1, 20)) : ask);
    }

    private void ping(SimulatedClient client, Randomness random) {
        client.ask(random.chance(0.5) ? Ask.of(Verb.PING).with("confirm", "yes") : Ask.of(Verb.PING));
    }

    private void authAgain(SimulatedClient client, Randomness random) {
        client.auth();
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
