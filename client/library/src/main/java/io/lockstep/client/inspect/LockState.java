package io.lockstep.client.inspect;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock as a server sees it: never uncommitted, perhaps a little late, and with all that the asking client did before.
 *
 * @param name of the lock
 * @param state whether a client can have it
 * @param holder the oldest holder; empty if nobody holds it
 * @param holders how many hold it
 * @param waiting how many requests wait for it
 * @param blocked how long lock-delay still blocks it; zero if it does not
 */
public record LockState(
        String name, State state, Optional<Participant> holder, long holders, long waiting, Duration blocked) {

    /** Whether a client can have the lock. */
    public enum State {
        /** Nobody holds it. */
        FREE,
        /** A client holds it, or several. */
        HELD,
        /** Nobody holds it, and lock-delay blocks it. */
        DELAYED
    }

    /** From the answer to STATUS. */
    public static LockState of(Reply reply) {
        ServerLine line = reply.line();
        boolean held = "held".equals(line.option("state"));
        boolean delayed = "delayed".equals(line.option("state"));
        return new LockState(
                line.value(),
                held ? State.HELD : delayed ? State.DELAYED : State.FREE,
                held ? Optional.of(Participant.of(line)) : Optional.empty(),
                held ? line.number("holders", 1) : 0,
                line.number("waiting", 0),
                delayed ? Participant.duration(line, "remaining").orElse(Duration.ZERO) : Duration.ZERO);
    }
}
