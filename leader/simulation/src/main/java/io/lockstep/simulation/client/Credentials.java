package io.lockstep.simulation.client;

import io.lockstep.simulation.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tokens that administrators were given and have passed on, whether they still count or not. */
public final class Credentials {

    /** The administrator that the founder makes. Nobody changes or removes it. */
    public static final String ADMIN = "admin";

    private static final String WRONG = "wrong";

    private final Map<String, List<String>> tokens = new TreeMap<>();

    /** @param adminToken of the first administrator; empty in a cluster without users */
    public Credentials(String adminToken) {
        if (!adminToken.isEmpty()) {
            passOn(ADMIN, adminToken);
        }
    }

    /** Returns whether the cluster has users. */
    public boolean isRequired() {
        return has(ADMIN);
    }

    /** Returns the token of the first administrator; empty in a cluster without users. */
    public String adminToken() {
        return isRequired() ? tokens.get(ADMIN).get(0) : "";
    }

    /** An administrator passes on a token of this user. */
    void passOn(String user, String token) {
        tokens.computeIfAbsent(user, any -> new ArrayList<>()).add(token);
    }

    boolean has(String user) {
        return tokens.containsKey(user);
    }

    /** Returns mostly the newest token of the user, sometimes an older one, another's, or a wrong one. */
    String shown(String user, Randomness random) {
        if (random.chance(0.03)) {
            return WRONG;
        }
        String who = random.chance(0.03) ? random.pick(List.copyOf(tokens.keySet())) : user;
        List<String> known = tokens.get(who);
        return random.chance(0.15) ? random.pick(known) : known.get(known.size() - 1);
    }
}
