package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.time.Randomness;
import java.util.ArrayList;
import java.util.List;

/**
 * The actions of clients on grants with their own lease. All clients of a run know the keys of all, so that they extend
 * and release one another's grants.
 */
final class LeaseActions {

    /** How the keys begin that clients choose. No other word of a run contains it. */
    static final String SECRET = "secret-";

    private static final int KNOWN_MAX = 12;

    /** A LOCK that was granted, with the key of the grant. */
    private record Known(Ask lock, String key, long token) {}

    private final Randomness random;
    private final List<Known> known = new ArrayList<>();
    private final List<Ask> asked = new ArrayList<>();
    private final boolean holds;
    private int keys;

    LeaseActions(Randomness random) {
        this.random = random;
        this.holds = random.chance(0.4);
    }

    /** Asks for a grant with its own lease. */
    void lock(SimulatedClient client, Ask lock) {
        Ask ask = lock.with("lease", random.between(1_000, 5_000) + "ms");
        if (random.chance(0.6)) {
            ask = ask.with("key", SECRET + ++keys);
            remember(asked, ask);
        }
        client.askNumbered(holds && random.chance(0.4) ? ask.with("hold", random.between(50, 1_500) + "ms") : ask);
    }

    /** Sends a LOCK with the key of an earlier one, as a client does that got no answer. */
    void lockAgain(SimulatedClient client, Randomness choice) {
        if (!asked.isEmpty()) {
            client.askNumbered(choice.pick(asked));
        }
    }

    /** Extends or releases a grant, mostly with its key. */
    void change(SimulatedClient client, Randomness choice) {
        if (known.isEmpty()) {
            return;
        }
        Known one = choice.pick(known);
        boolean extend = choice.chance(0.5);
        Ask ask = Ask.of(extend ? Verb.EXTEND : Verb.RELEASE, one.lock.name());
        if (choice.chance(0.5)) {
            ask = ask.with("token", choice.chance(0.9) ? one.token : one.token + 1);
        }
        ask = ask.with("key", choice.chance(0.9) ? one.key : SECRET + "of-nobody");
        if (extend) {
            ask = ask.with("lease", choice.between(1_000, 5_000) + "ms");
        } else if (holds && choice.chance(0.3)) {
            ask = ask.with("hold", choice.between(0, 1_500) + "ms");
        }
        client.askNumbered(ask);
    }

    /** A request was answered. */
    void answered(ClientCall call) {
        if (call.isOk() && call.ask().asksForLease()) {
            remember(known, new Known(call.ask(), call.reply().options().get("key"), call.token()));
        }
    }

    private static <T> void remember(List<T> list, T element) {
        list.add(element);
        if (list.size() > KNOWN_MAX) {
            list.remove(0);
        }
    }
}
