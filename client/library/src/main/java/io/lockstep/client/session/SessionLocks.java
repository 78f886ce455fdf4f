package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ErrorCode;
import java.util.LinkedHashSet;
import java.util.Set;

/** The locks of a session according to the answers so far, and the largest index seen. Safe for any thread. */
final class SessionLocks {

    private final Set<String> names = new LinkedHashSet<>();
    private long index;

    /** Takes an answer. */
    synchronized void answered(Call call, Reply reply) {
        index = Math.max(index, reply.line().number("index", 0));
        if (!call.changesLocks() || isAboutLease(call)) {
            return;
        }
        switch (call.verb()) {
            case LOCK -> {
                if (reply.ok()) {
                    names.addAll(call.values());
                } else if (reply.is(ErrorCode.ALREADY)) {
                    names.add(reply.line().value());
                } else if (reply.is(ErrorCode.HELD)) {
                    names.remove(reply.line().value());
                }
            }
            case RELEASE -> {
                if (reply.ok() || reply.is(ErrorCode.NOT_HELD) || reply.is(ErrorCode.NOT_OWNER)) {
                    call.values().forEach(names::remove);
                }
            }
            default -> {
                // FORCE ends another session's grant; if it is one of this session, a push reports it.
            }
        }
    }

    /** A grant with its own lease is not one of the session. */
    private static boolean isAboutLease(Call call) {
        return call.options().containsKey("lease") || call.options().containsKey("key");
    }

    /** A server reported the loss of this lock. */
    synchronized void lost(String name) {
        names.remove(name);
    }

    /** Removes all locks, and returns them. */
    synchronized Set<String> clear() {
        Set<String> were = names();
        names.clear();
        return were;
    }

    synchronized Set<String> names() {
        return new LinkedHashSet<>(names);
    }

    /** The largest index seen; later reads must not fall behind it. */
    synchronized long index() {
        return index;
    }

    /** Takes an index that was seen. */
    synchronized void reached(long seen) {
        index = Math.max(index, seen);
    }
}
