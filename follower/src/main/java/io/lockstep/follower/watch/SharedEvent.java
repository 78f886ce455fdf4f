package io.lockstep.follower.watch;

import io.lockstep.common.command.LockEvent;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event for many watches: its line is made once, and only if a watch gets it. */
final class SharedEvent {

    private final LockEvent event;
    private final long index;
    private final Function<LockEvent, String> writer;
    private @Nullable SharedLine line;

    SharedEvent(LockEvent event, long index, Function<LockEvent, String> writer) {
        this.event = event;
        this.index = index;
        this.writer = writer;
    }

    /** The name of the lock. */
    String name() {
        return event.name().text();
    }

    /** The index of the log entry that caused the event. */
    long index() {
        return index;
    }

    SharedLine line() {
        SharedLine made = line;
        if (made == null) {
            made = new SharedLine(writer.apply(event) + " rev=" + index);
            line = made;
        }
        return made;
    }
}
