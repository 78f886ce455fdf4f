package io.lockstep.simulation.check.view;

import io.lockstep.common.access.Right;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedEvent;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.ReceivedLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A watcher receives the events of its locks from the index of its WATCH on, as the log has them: each event once and
 * in order. Events may be missing only before the revision that a GAP names, after the last line of the connection,
 * or where its user may not have had the right to watch the lock.
 */
public final class WatchCheck implements Check {

    private static final Set<String> SUBJECTS =
            Set.of("QUEUED", "UNQUEUED", "GRANTED", "RELEASED", "EXPIRED", "GAP", "a watch to the end");

    /** On a connection that lasts until the end of the run, later events may be still on their way. */
    private static final long TOLD_MICROS_MAX = 1_000_000;

    @Override
    public Set<String> subjects() {
        return SUBJECTS;
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Logins logins = new Logins(evidence.history(), evidence.log().users());
        for (Contact contact : evidence.history().contacts()) {
            Rights rights = new Rights(contact, logins, evidence);
            Map<Long, Watching> watches = new HashMap<>();
            for (ReceivedLine received : contact.received()) {
                if (received.isWatched()) {
                    Watching watching = watches.get(received.line().number("watch", 0));
                    if (watching == null) {
                        verdict.breach("an event of another lock than watched: " + contact + " " + received.line());
                    } else {
                        verdict.judged(received.line().word());
                        watching.told(received, rights, verdict);
                    }
                } else if (received.call() != null && received.call().isOk()) {
                    replied(received, watches, evidence.log());
                }
            }
            if (!contact.isClosed()) {
                for (Watching watching : watches.values()) {
                    verdict.judged("a watch to the end");
                    watching.over(rights, verdict);
                }
            }
        }
    }

    private static void replied(ReceivedLine received, Map<Long, Watching> watches, LogReading log) {
        if (received.call().ask().verb() == Verb.WATCH) {
            watches.put(received.line().number("id", 0), new Watching(received, log));
        } else if (received.call().ask().verb() == Verb.UNWATCH) {
            watches.remove(received.line().number("id", 0));
        }
    }

    /** Whether the user of a connection may watch a lock. */
    private record Rights(Contact contact, Logins logins, Evidence evidence) {

        /** Returns whether, at some time from the event to this moment, it may not have had the right. */
        boolean mayHide(LoggedEvent event, long untilMicros) {
            LogReading log = evidence.log();
            if (!log.users().exist()) {
                return false;
            }
            long toMicros = Math.min(untilMicros, evidence.endMicros());
            List<TokenHash> tokens = logins.tokens(contact, event.moment().micros(), toMicros);
            long last = log.placeOf(log.committedBy(toMicros));
            for (long place = log.placeOf(event.moment().index() - 1); place <= last; place++) {
                if (logins.any(
                        tokens, place, user -> user.isEmpty() || !user.get().may(Right.WATCH, event.name()))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class Watching {
        private final Ask ask;
        private final List<LoggedEvent> toCome = new ArrayList<>();

        /** Events up to this revision may be missing. */
        private long gap;

        private long newest;

        Watching(ReceivedLine reply, LogReading log) {
            ask = reply.call().ask();
            long index = reply.line().number("index", 0);
            log.events().stream()
                    .filter(event -> event.moment().index() > index && isWatched(event.name()))
                    .forEach(toCome::add);
        }

        private boolean isWatched(String name) {
            return ask.values().isEmpty()
                    ? name.startsWith(ask.options().getOrDefault("prefix", ""))
                    : name.equals(ask.name());
        }

        void told(ReceivedLine received, Rights rights, CheckVerdict verdict) {
            Contact contact = rights.contact;
            ServerLine line = received.line();
            long rev = line.number("rev", 0);
            if (rev < newest) {
                verdict.breach("goes back: " + contact + " " + line);
            }
            newest = rev;
            if (line.word().equals("GAP")) {
                gap = Math.max(gap, rev);
                return;
            }
            List<LoggedEvent> missed = new ArrayList<>();
            int at = 0;
            while (at < toCome.size() && !toCome.get(at).isToldBy(line)) {
                // Among the events of one command, the order of different locks does not matter.
                boolean mayFollow = toCome.get(at).moment().index() == rev
                        && !toCome.get(at).name().equals(line.value());
                if (!mayFollow
                        && toCome.get(at).moment().index() > gap
                        && !rights.mayHide(toCome.get(at), received.atMicros())) {
                    missed.add(toCome.get(at));
                }
                at++;
            }
            if (at == toCome.size()) {
                verdict.breach("an event that did not happen, or came before: " + contact + " " + line);
                return;
            }
            if (!missed.isEmpty()) {
                verdict.breach("missed " + missed + ", but of " + line + ": " + contact);
            }
            if (toCome.get(at).moment().micros() > received.atMicros()) {
                verdict.breach("received before its commit: " + contact + " " + line);
            }
            int told = at;
            LoggedEvent event = toCome.remove(told);
            toCome.subList(0, told)
                    .removeIf(each -> each.moment().index() < rev || each.name().equals(event.name()));
        }

        /** The run is over, and the connection lasted until then. */
        void over(Rights rights, CheckVerdict verdict) {
            long dueMicros = rights.evidence.endMicros() - TOLD_MICROS_MAX;
            toCome.removeIf(event -> event.moment().index() <= gap
                    || event.moment().micros() > dueMicros
                    || rights.mayHide(event, Long.MAX_VALUE));
            if (!toCome.isEmpty()) {
                verdict.breach("missed until the end " + toCome + ": " + rights.contact);
            }
        }
    }
}
