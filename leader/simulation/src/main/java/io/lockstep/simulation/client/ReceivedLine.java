package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ServerLine;
import org.jspecify.annotations.Nullable;

/**
 * A reply or push that a client received on one connection.
 *
 * @param call the request that it answers; null for a push
 */
public record ReceivedLine(ServerLine line, @Nullable ClientCall call, long atMicros) {

    /** Returns whether it is an event of a watch. */
    public boolean isWatched() {
        return call == null && line.option("watch") != null;
    }
}
