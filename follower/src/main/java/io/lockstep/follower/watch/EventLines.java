package io.lockstep.follower.watch;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.Line;
import java.util.Locale;

/** The lines that tell watchers of events. */
public final class EventLines {

    private EventLines() {}

    /**
     * The line without its {@code rev=} and {@code watch=}, which come last.
     *
     * @param label of the client; empty if it has none, or is no longer known
     */
    public static String text(LockEvent event, String label) {
        return line(event, label).text();
    }

    private static Line line(LockEvent event, String label) {
        if (event instanceof LockEvent.Granted granted) {
            return mode(begin("GRANTED", event, label).option("token", granted.token()), granted.mode());
        }
        if (event instanceof LockEvent.Released released) {
            return released.reason() == LockEvent.Ending.EXPIRED
                    ? begin("EXPIRED", event, label).option("token", released.token())
                    : begin("RELEASED", event, label)
                            .option("token", released.token())
                            .option("reason", word(released.reason()));
        }
        if (event instanceof LockEvent.Queued queued) {
            return begin("QUEUED", event, label).option("pos", queued.position());
        }
        if (event instanceof LockEvent.Unqueued unqueued) {
            return begin("UNQUEUED", event, label).option("reason", word(unqueued.reason()));
        }
        throw new IllegalStateException("nothing to push: " + event);
    }

    /** Adds the mode in which a lock is held or requested. */
    public static Line mode(Line line, LockMode mode) {
        line.option("mode", mode.word());
        return mode.isSemaphore() ? line.option("permits", mode.holdersMax()) : line;
    }

    private static Line begin(String push, LockEvent event, String label) {
        Line line = Line.push(push).value(event.name().text()).option("owner", event.clientId());
        return label.isEmpty() ? line : line.option("label", label);
    }

    private static String word(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
