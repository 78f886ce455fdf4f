package io.lockstep.client.bench;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks what every grant must keep, as seen by the one thread that sees all of them: a lock has one holder at a time,
 * and a token is larger than every token that was seen before its request was sent.
 */
final class GrantChecker {

    /** Two clients held one lock at the same time. */
    static final String OVERLAP = "TWO_HOLDERS";

    /** A token did not rise. */
    static final String STALE_TOKEN = "TOKEN_NOT_RISING";

    private final Map<String, Integer> holders = new HashMap<>();
    private long tokenMax;

    /** The largest token seen so far; a request sent now must be granted a larger one. */
    long tokenFloor() {
        return tokenMax;
    }

    /** Takes note of a grant. Returns what is wrong with it, or null. */
    @Nullable
    String granted(String name, int client, long token, long floorWhenSent) {
        Integer holder = holders.put(name, client);
        tokenMax = Math.max(tokenMax, token);
        if (holder != null && holder != client) {
            return OVERLAP;
        }
        return token <= floorWhenSent ? STALE_TOKEN : null;
    }

    /** The client is about to ask for the release: from now on another grant is no overlap. */
    void releasing(String name) {
        holders.remove(name);
    }
}
