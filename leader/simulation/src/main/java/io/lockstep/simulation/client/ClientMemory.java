package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client knows, from one connection to the next: its session, the locks that it believes to hold, the numbers it
 * used, and the requests whose outcome it does not know.
 */
final class ClientMemory {

    private static final int NUMBERS_KEPT_MAX = 6;

    private final Randomness random;
    private final TreeMap<String, Long> held = new TreeMap<>();
    private final TreeMap<String, Long> tokensSeen = new TreeMap<>();
    private final List<Ask> toRepeat = new ArrayList<>();
    private final List<Ask> recent = new ArrayList<>();
    private long session;
    private String key = "";
    private boolean bound;
    private long numberLast;
    private long indexSeen;

    ClientMemory(Randomness random) {
        this.random = random;
    }

    /** Number of its session; 0 if it has none. */
    long session() {
        return session;
    }

    /** Whether its current connection has the session. */
    boolean isBound() {
        return bound;
    }

    /** A HELLO was answered OK at its current connection. */
    void bound(ServerLine reply) {
        session = reply.number("session", 0);
        key = reply.options().getOrDefault("key", "");
        bound = true;
    }

    /** It is at a new connection. */
    void unbound() {
        bound = false;
    }

    /** The HELLO that resumes its session. */
    Ask resumption() {
        return Ask.of(Verb.HELLO).with("session", session).with("key", key);
    }

    /** The session has ended, and with it all that it had. */
    void forget() {
        session = 0;
        key = "";
        bound = false;
        numberLast = 0;
        held.clear();
        toRepeat.clear();
        recent.clear();
    }

    /** The request under the next number, which is now and then not the next. */
    Ask numbered(Ask ask) {
        numberLast += random.chance(0.05) ? random.between(2, 200) : 1;
        Ask numbered = ask.with("req", numberLast);
        recent.add(numbered);
        if (recent.size() > NUMBERS_KEPT_MAX) {
            recent.remove(0);
        }
        return numbered;
    }

    /** The number of one of its latest requests, or of the next one before it is sent. */
    long someNumber(Randomness choice) {
        return choice.chance(0.2) ? numberLast + 1 : Math.max(1, numberLast - choice.between(0, 3));
    }

    /** Its latest numbered requests. */
    List<Ask> recent() {
        return recent;
    }

    boolean hasToRepeat() {
        return !toRepeat.isEmpty();
    }

    /** The first of the requests whose outcome it does not know. */
    Ask takeToRepeat() {
        return toRepeat.remove(0);
    }

    /** The largest index that any answer named. */
    long indexSeen() {
        return indexSeen;
    }

    /** Locks and tokens, as far as this client knows. */
    Map<String, Long> held() {
        return held;
    }

    /** Tokens, of others too, that it was told of, by lock. */
    Map<String, Long> tokensSeen() {
        return tokensSeen;
    }

    void heard(Call call) {
        indexSeen = Math.max(indexSeen, call.index());
        if (call.token() > 0 && !call.reply().value().isEmpty()) {
            tokensSeen.put(call.reply().value(), call.token());
        }
    }

    /** A LOCK, RELEASE or FORCE was answered. */
    void lockAnswered(Call call) {
        if (call.isOk()) {
            for (String lock : call.ask().values()) {
                if (call.ask().verb() == Verb.LOCK) {
                    held.put(lock, call.token());
                } else {
                    held.remove(lock);
                }
            }
        } else if (call.isUnknown() && call.ask().number("req") > 0) {
            toRepeat.add(call.ask());
        }
    }

    void lost(String lock, long token) {
        held.remove(lock, token);
    }

    /** Its connection closed before this request was answered. */
    void leftOpen(Call call) {
        if (session != 0
                && call.session() == session
                && call.ask().changesLocks()
                && call.ask().number("req") > 0) {
            toRepeat.add(call.ask());
        }
    }
}
