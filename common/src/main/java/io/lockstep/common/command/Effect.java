package io.lockstep.common.command;

import java.util.List;

/**
 * What a command did.
 *
 * @param result its answer
 * @param events what happened to locks by it, in order; they come before the answer
 */
public record Effect(CommandResult result, List<LockEvent> events) {

    public Effect {
        events = List.copyOf(events);
    }
}
