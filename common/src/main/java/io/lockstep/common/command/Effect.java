package io.lockstep.common.command;

import java.util.List;

/**
 * What a command did.
 *
 * @param result the result for the client
 * @param events the changes to locks, in order; they precede the result
 */
public record Effect(CommandResult result, List<LockEvent> events) {

    public Effect {
        events = List.copyOf(events);
    }
}
