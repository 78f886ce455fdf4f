package io.lockstep.follower.engine.storage;

import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockName;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.UtcTime;
import io.lockstep.follower.trust.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the log in words: what each did to locks. Names are quoted, and so safe to show; keys and tokens of users
 * are never told.
 *
 * @param only the lock whose entries are told; null for all entries
 */
record DumpedEntries(@Nullable LockName only, Consumer<String> out) {

    /** So many holders of a lock are told. */
    private static final int HOLDERS_MAX = 100;

    /** The holders of the lock in a snapshot. */
    void snapshot(LockStateMachine machine, LogPosition at) {
        if (only == null || at.index() == 0) {
            return;
        }
        List<HolderStatus> holders = machine.holders(only, HOLDERS_MAX);
        String held = holders.stream()
                .map(holder -> "held by client " + holder.clientId() + " under token " + holder.token())
                .collect(Collectors.joining(", "));
        out.accept(at.index() + "  in the snapshot: " + quoted(only) + " " + (held.isEmpty() ? "free" : held));
    }

    /** An entry of the engine: a change of the members, or the beginning of a term. */
    void ofEngine(long index, long term) {
        if (only == null) {
            out.accept(line(index, term) + "members or a new term");
        }
    }

    /** An entry whose bytes are no entry. Every server passes over it alike. */
    void unreadable(long index, long term) {
        if (only == null) {
            out.accept(line(index, term) + "no entry; servers pass over it");
        }
    }

    /** An entry that is part of the snapshot, too. */
    void inSnapshot(long index, long term, Entry entry) {
        if (only == null) {
            out.accept(line(index, term) + at(entry) + commands(entry) + ": in the snapshot, too");
        }
    }

    /** An entry, and what it did. */
    void applied(long index, long term, Entry entry, List<Effect> effects) {
        List<String> events = new ArrayList<>();
        for (Effect effect : effects) {
            for (LockEvent event : effect.events()) {
                if (only == null || event.name().equals(only)) {
                    events.add(text(event));
                }
            }
        }
        events.removeIf(String::isEmpty);
        if (only == null || !events.isEmpty()) {
            String done = events.isEmpty() ? "" : ": " + String.join("; ", events);
            out.accept(line(index, term) + at(entry) + commands(entry) + done);
        }
    }

    private static String line(long index, long term) {
        return index + "  term " + term + "  ";
    }

    private static String at(Entry entry) {
        return UtcTime.format(entry.wallMillis()) + "  ";
    }

    private static String commands(Entry entry) {
        return entry.submissions().stream()
                .map(submission -> submission.command().getClass().getSimpleName())
                .collect(Collectors.joining(" "));
    }

    private static String text(LockEvent event) {
        String who = " client " + event.clientId() + " session " + event.session();
        if (event instanceof LockEvent.Granted granted) {
            return quoted(granted.name()) + " granted to" + who + " token " + granted.token();
        }
        if (event instanceof LockEvent.Released released) {
            return quoted(released.name()) + " ended (" + word(released.reason()) + ") for" + who + " token "
                    + released.token();
        }
        if (event instanceof LockEvent.Queued queued) {
            return quoted(queued.name()) + " awaited by" + who + " at place " + queued.position();
        }
        if (event instanceof LockEvent.Unqueued unqueued) {
            return quoted(unqueued.name()) + " no longer awaited (" + word(unqueued.reason()) + ") by" + who;
        }
        return "";
    }

    private static String word(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(LockName name) {
        return LineSyntax.quoted(name.text());
    }
}
