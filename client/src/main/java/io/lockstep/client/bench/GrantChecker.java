package io.lockstep.client.bench;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks two rules for every grant, from the one thread that sees all of them: a lock has one holder at a time, unless
 * it is taken as a shared one, and a token is larger than every token seen before its request was sent.
 */
final class GrantChecker {

    /** Two clients held one lock at the same time. */
    static final String OVERLAP = "TWO_HOLDERS";

    /** A token is not larger than an earlier one. */
    static final String STALE_TOKEN = "TOKEN_NOT_RISING";

    private final Map<String, Integer> holders = new HashMap<>();
    private long tokenMax;

    /** The largest token so far; a request sent now must be granted a larger one. */
    long tokenFloor() {
        return tokenMax;
    }

    /** Records a grant. Returns the code of the rule that it breaks, or null. */
    @Nullable
    String granted(String name, int client, long token, long floorWhenSent, boolean shared) {
        Integer holder = shared ? null : holders.put(name, client);
        tokenMax = Math.max(tokenMax, token);
        if (holder != null && holder != client) {
            return OVERLAP;
        }
        return token <= floorWhenSent ? STALE_TOKEN : null;
    }

    /** The client is about to send the release: from now on another grant is no overlap. */
    void releasing(String name) {
        holders.remove(name);
    }
}
