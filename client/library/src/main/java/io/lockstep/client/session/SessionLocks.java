package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ErrorCode;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the answers so far say about the session's locks, and how far its map had come. Safe for any thread. */
final class SessionLocks {

    private final Set<String> names = new LinkedHashSet<>();
    private long index;

    /** Takes note of an answer. */
    synchronized void answered(Call call, Reply reply) {
        index = Math.max(index, reply.line().number("index", 0));
        if (!call.changesLocks()) {
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
                // FORCE ends somebody else's grant; if it is one of this session, a push says so.
            }
        }
    }

    /** A server said that this lock is lost. */
    synchronized void lost(String name) {
        names.remove(name);
    }

    /** Forgets the locks, and returns what they were. */
    synchronized Set<String> clear() {
        Set<String> were = names();
        names.clear();
        return were;
    }

    synchronized Set<String> names() {
        return new LinkedHashSet<>(names);
    }

    /** The largest index seen: the place in the log that later reads must not fall behind. */
    synchronized long index() {
        return index;
    }

    /** Takes note of an index. */
    synchronized void reached(long seen) {
        index = Math.max(index, seen);
    }
}
