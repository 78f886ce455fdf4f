package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.time.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client remembers across connections: its session, the locks it believes it holds, the numbers it used, and the
 * requests with unknown outcomes.
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

    /** Returns the number of its session; 0 if it has none. */
    long session() {
        return session;
    }

    /** Returns whether the session is bound to the current connection. */
    boolean isBound() {
        return bound;
    }

    /** A HELLO was answered OK on the current connection. */
    void bound(ServerLine reply) {
        session = reply.number("session", 0);
        key = reply.options().getOrDefault("key", "");
        bound = true;
    }

    /** The client has a new connection. */
    void unbound() {
        bound = false;
    }

    /** Returns the HELLO that resumes the session. */
    Ask resumption() {
        return Ask.of(Verb.HELLO).with("session", session).with("key", key);
    }

    /** Drops the session, which has ended, and all its locks. */
    void forget() {
        session = 0;
        key = "";
        bound = false;
        numberLast = 0;
        held.clear();
        toRepeat.clear();
        recent.clear();
    }

    /** Adds the next number to the request; sometimes it skips some. */
    Ask numbered(Ask ask) {
        numberLast += random.chance(0.05) ? random.between(2, 200) : 1;
        Ask numbered = ask.with("req", numberLast);
        recent.add(numbered);
        if (recent.size() > NUMBERS_KEPT_MAX) {
            recent.remove(0);
        }
        return numbered;
    }

    /** Returns the number of one of its latest requests, or the next number in advance. */
    long someNumber(Randomness choice) {
        return choice.chance(0.2) ? numberLast + 1 : Math.max(1, numberLast - choice.between(0, 3));
    }

    /** Returns its latest numbered requests. */
    List<Ask> recent() {
        return recent;
    }

    boolean hasToRepeat() {
        return !toRepeat.isEmpty();
    }

    /** Removes and returns the first request with an unknown outcome. */
    Ask takeToRepeat() {
        return toRepeat.remove(0);
    }

    /** Returns the largest index that an answer has named. */
    long indexSeen() {
        return indexSeen;
    }

    /** Returns the locks it believes it holds, with their tokens. */
    Map<String, Long> held() {
        return held;
    }

    /** Returns the tokens that it has been told, also of other clients' grants, by lock. */
    Map<String, Long> tokensSeen() {
        return tokensSeen;
    }

    void told(ClientCall call) {
        indexSeen = Math.max(indexSeen, call.index());
        if (call.token() > 0 && !call.reply().value().isEmpty()) {
            tokensSeen.put(call.reply().value(), call.token());
        }
    }

    /** A LOCK, RELEASE or FORCE was answered. Answers of a session that it has given up are of no use to it. */
    void lockAnswered(ClientCall call) {
        if (call.session() != session) {
            return;
        }
        if (call.isOk() && !call.ask().isAboutLease()) {
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

    /** The connection closed before this request was answered. */
    void leftOpen(ClientCall call) {
        if (session != 0
                && call.session() == session
                && call.ask().changesLocks()
                && call.ask().number("req") > 0) {
            toRepeat.add(call.ask());
        }
    }
}
