package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.time.Randomness;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What administrators do with USER, ALLOW and DENY: first they add some users with differing rules and quotas, then
 * they change them at random. The first administrator stays as it is.
 */
final class AccessActions {

    /** An administrator now and then. */
    static final String OPERATOR = "olga";

    /** The users other than the first administrator. */
    private static final List<String> USERS = List.of("anna", "bert", "carl", OPERATOR);

    private static final List<String> RIGHTS = List.of("lock", "lock", "read", "watch", "force");
    private static final List<String> PREFIXES = List.of("", "", "", "", "L", "lock", "lock1", "lock2", "Lock 1");

    private static final List<String> QUOTAS =
            List.of("sessions", "locks", "locks", "waiters", "waiters", "waiters", "watches", "watches", "watches");

    private final ArrayDeque<Ask> next = new ArrayDeque<>();

    /** The users that were added, and the rights and prefixes of the rules that they were given. */
    private final Map<String, List<List<String>>> rules = new TreeMap<>();

    AccessActions(Randomness random) {
        USERS.forEach(user -> add(user, random));
    }

    /** Draws the user of a client: often the same one, so that it reaches its quotas. */
    static String userOfClient(Randomness random) {
        return random.pick(random.chance(0.4) ? USERS.subList(0, 1) : USERS);
    }

    /** Changes a user, or lists all. */
    void change(SimulatedClient client, Randomness random) {
        if (next.isEmpty()) {
            draw(random);
        }
        client.ask(next.remove());
    }

    private void draw(Randomness random) {
        String user = random.pick(USERS);
        if (!rules.containsKey(user)) {
            add(user, random);
            return;
        }
        switch (random.between(1, 20)) {
            case 1 -> add(user, random);
            case 2, 3 -> {
                rules.remove(user);
                next.add(user("REMOVE", user));
            }
            case 4, 5, 6 -> next.add(user("ROTATE", user));
            case 7, 8 -> next.add(user("ROTATE", user).with("finish", "yes"));
            case 9, 10 -> quota(user, random);
            case 11 -> next.add(Ask.of(Verb.USER, "LIST"));
            case 12, 13, 14, 15, 16 -> allow(user, random);
            default -> deny(user, random);
        }
    }

    /** Adds a user with some rules, at times without some that its clients need. */
    private void add(String user, Randomness random) {
        rules.put(user, new ArrayList<>());
        Ask add = user("ADD", user);
        next.add(user.equals(OPERATOR) && random.chance(0.7) ? add.with("admin", "yes") : add);
        for (String right : List.of("lock", "read", "watch")) {
            if (random.chance(0.8)) {
                allow(user, right, random);
            }
        }
        if (random.chance(0.6)) {
            quota(user, random);
        }
    }

    private void allow(String user, Randomness random) {
        if (user.equals(OPERATOR) && random.chance(0.3)) {
            next.add(Ask.of(Verb.ALLOW, List.of(user, "admin")));
        } else {
            allow(user, random.pick(RIGHTS), random);
        }
    }

    private void allow(String user, String right, Randomness random) {
        List<String> rule = List.of(user, right, random.pick(PREFIXES));
        rules.get(user).add(rule);
        next.add(Ask.of(Verb.ALLOW, rule));
    }

    private void deny(String user, Randomness random) {
        List<List<String>> given = rules.get(user);
        if (user.equals(OPERATOR) && random.chance(0.3)) {
            next.add(Ask.of(Verb.DENY, List.of(user, "admin")));
        } else if (given.isEmpty() || random.chance(0.05)) {
            next.add(Ask.of(Verb.DENY, List.of(user, random.pick(RIGHTS), random.pick(PREFIXES))));
        } else {
            next.add(Ask.of(Verb.DENY, given.remove(random.between(0, given.size() - 1))));
        }
    }

    private void quota(String user, Randomness random) {
        String kind = random.pick(QUOTAS);
        int most = kind.equals("waiters") ? 1 : 2;
        String limit = Integer.toString(random.chance(0.2) ? 0 : random.between(1, most));
        next.add(Ask.of(Verb.USER, List.of("QUOTA", user, kind, limit)));
    }

    private static Ask user(String action, String user) {
        return Ask.of(Verb.USER, List.of(action, user));
    }
}
