package io.lockstep.simulation.client;

import io.lockstep.common.protocol.ServerLine;
import org.jspecify.annotations.Nullable;

/**
 * A reply or a push that a client heard on one connection.
 *
 * @param call which request it answers; null for a push
 */
public record Heard(ServerLine line, @Nullable Call call, long atMicros) {

    /** Whether it tells what a watch asked for. */
    public boolean isWatched() {
        return call == null && line.option("watch") != null;
    }
}
