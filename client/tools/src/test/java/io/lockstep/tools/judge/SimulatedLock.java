package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;
import io.lockstep.tools.history.Operation.Kind;
import io.lockstep.tools.history.Operation.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A correct lock with clients that use it at random, lose answers, and fall silent for longer than their lease. All
 * times differ, so no tie excuses the effect of a mutation.
 */
final class SimulatedLock {

    private static final int LEASE = 60;
    private static final int STEP_MAX = 5;

    private final Random random;
    private final List<Operation> history = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Deque<Operation> late = new ArrayDeque<>();
    private long now;
    private String holderName = "";
    private long holderToken;
    private long holderLeaseEnd;
    private long tokens;
    private int sessions;

    private final class Client {
        String name = "s" + ++sessions;
        long token;
        long silentUntil;
        /** The request without an answer yet; it takes effect in a step of its own. */
        @Nullable
        Operation asked;

        @Nullable
        Operation effect;

        void newSession() {
            name = "s" + ++sessions;
            token = 0;
        }
    }

    private SimulatedLock(long seed, int clientCount) {
        random = new Random(seed);
        for (int i = 0; i < clientCount; i++) {
            clients.add(new Client());
        }
    }

    /** A sound history of this many steps that ends with a status. */
    static List<Operation> history(long seed, int clients, int steps) {
        SimulatedLock lock = new SimulatedLock(seed, clients);
        for (int i = 0; i < steps; i++) {
            lock.step();
        }
        lock.finish();
        return lock.history;
    }

    private long tick() {
        now += 1 + random.nextInt(STEP_MAX);
        return now;
    }

    private void step() {
        tick();
        if (holderName.isEmpty() && !late.isEmpty() && random.nextInt(3) == 0) {
            Operation acquire = late.pop();
            grant(acquire.client());
        }
        if (!holderName.isEmpty() && now > holderLeaseEnd && random.nextInt(3) == 0) {
            free();
        }
        Client client = clients.get(random.nextInt(clients.size()));
        if (now < client.silentUntil) {
            return;
        }
        if (client.asked == null) {
            ask(client);
        } else if (client.effect == null) {
            takeEffect(client);
        } else {
            history.add(client.effect.ended(now, client.effect.result(), client.effect.token()));
            if (client.effect.is(Kind.ACQUIRE, Result.OK)) {
                client.token = client.effect.token();
            }
            client.asked = null;
            client.effect = null;
        }
    }

    private void ask(Client client) {
        if (client.token != 0 && random.nextInt(20) == 0) {
            client.silentUntil = now + 2 * LEASE;
        } else if (client.token != 0 && random.nextInt(3) > 0) {
            client.asked = Operation.begun(client.name, Kind.RELEASE, "l", now, client.token);
            client.token = 0;
        } else if (client.token != 0 || random.nextInt(4) == 0) {
            client.asked = Operation.status(client.name, "l", now, now, null, Operation.NO_TOKEN);
        } else {
            client.asked = Operation.begun(client.name, Kind.ACQUIRE, "l", now, Operation.NO_TOKEN);
        }
    }

    private void takeEffect(Client client) {
        Operation asked = client.asked;
        if (asked.kind() == Kind.STATUS) {
            String owner = holderName.isEmpty() ? null : holderName;
            client.effect =
                    Operation.status(asked.client(), "l", asked.call(), now, owner, owner == null ? 0 : holderToken);
            return;
        }
        boolean lost = random.nextInt(12) == 0;
        if (asked.kind() == Kind.RELEASE) {
            boolean holds = holderName.equals(asked.client()) && holderToken == asked.token();
            if (lost) {
                history.add(asked);
                client.newSession();
                client.asked = null;
                if (random.nextBoolean()) {
                    return;
                }
            } else {
                client.effect = asked.ended(now, holds ? Result.OK : Result.NOT_HELD, asked.token());
            }
            if (holds) {
                free();
            }
        } else if (lost) {
            history.add(asked);
            history.add(Operation.expire(asked.client(), "l", now + LEASE, Operation.NO_TOKEN));
            late.add(asked);
            client.newSession();
            client.asked = null;
        } else if (holderName.isEmpty()) {
            grant(asked.client());
            history.add(Operation.expire(asked.client(), "l", holderLeaseEnd, tokens));
            client.effect = asked.ended(now, Result.OK, tokens);
        } else {
            client.effect = asked.ended(now, Result.BUSY, Operation.NO_TOKEN);
        }
    }

    private void grant(String name) {
        holderName = name;
        holderToken = ++tokens;
        holderLeaseEnd = now + LEASE;
    }

    private void free() {
        holderName = "";
        tick();
    }

    private void finish() {
        for (Client client : clients) {
            tick();
            if (client.effect != null) {
                history.add(client.effect.ended(now, client.effect.result(), client.effect.token()));
            } else if (client.asked != null && client.asked.kind() != Kind.STATUS) {
                history.add(client.asked);
            }
        }
        tick();
        String owner = holderName.isEmpty() ? null : holderName;
        history.add(Operation.status("last", "l", now, now + 1, owner, owner == null ? 0 : holderToken));
    }
}
