package io.lockstep.simulation.check.reading;

import io.lockstep.simulation.client.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the committed log means, read by rules of its own, as short as they can be: the owner of each lock from
 * its grant to its end, the requests that were queued, and the sessions. It is the measure for what servers make of the log.
 */
public final class LogReading {

    private final List<Committed> log;
    private final Timeline timeline;
    private final LoggedSessions sessions;
    private final LockHistory history;

    public LogReading(List<Committed> log) {
        this.log = List.copyOf(log);
        LogReader reader = new LogReader(log);
        timeline = reader.timeline;
        sessions = reader.sessions;
        history = reader.history;
    }

    /** Every lock of every grant there was, in order. */
    public List<Ownership> ownerships() {
        return history.ownerships;
    }

    /** Every grant of this lock, in order. */
    public List<Ownership> ownerships(String name) {
        return history.ownershipsByName.getOrDefault(name, List.of());
    }

    /** The locks that were granted under this token, in the order they were asked for; empty if there was no such grant. */
    public List<Ownership> grant(long token) {
        return history.ownershipsByToken.getOrDefault(token, List.of());
    }

    /** The grant of this lock under this token; null if there was none. */
    public @Nullable Ownership withToken(long token, String name) {
        return grant(token).stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Every request that was queued, in the order they came. */
    public List<LoggedWait> waits() {
        return history.waits;
    }

    /** Every request that was queued for this lock, in the order they came. */
    public List<LoggedWait> waits(String name) {
        return history.waitsByName.getOrDefault(name, List.of());
    }

    /** Every lock-delay, in order. */
    public List<LoggedDelay> delays() {
        return history.delays;
    }

    /** What happened to locks, in order. */
    public List<LoggedEvent> events() {
        return history.events;
    }

    /** What requests did, in order. */
    public List<Deed> deeds() {
        return history.deeds;
    }

    /** Forced releases, in order. */
    public List<LoggedAudit> audit() {
        return history.audit;
    }

    /** The grants of the lock behind the command at this place, oldest first. */
    public List<Ownership> holdersAt(String name, long place) {
        return ownerships(name).stream()
                .filter(each -> each.standsAtPlace(place))
                .toList();
    }

    /** The queue of the lock behind the command at this place, first come first. */
    public List<LoggedWait> queueAt(String name, long place) {
        return waits(name).stream().filter(each -> each.standsAt(place)).toList();
    }

    /** Whether lock-delay blocked the lock behind the command at this place. */
    public boolean isBlockedAt(String name, long place) {
        return history.delaysByName.getOrDefault(name, List.of()).stream().anyMatch(each -> each.standsAt(place));
    }

    /** The place of the last command once everything up to this index was applied. */
    public long placeOf(long index) {
        return timeline.placeOf(index);
    }

    /** Whether something was so at one of the places that a moment between these two, both included, was at. */
    public boolean wasSo(long fromMicros, long toMicros, LongPredicate atPlace) {
        return timeline.wasSo(fromMicros, toMicros, atPlace);
    }

    /** The session with this visible name; null if there was none. No name was given twice in one run. */
    public @Nullable LoggedSession sessionOfClient(long clientId) {
        return sessions.byClientId.get(clientId);
    }

    /** The session that the client of this call had; the newest, where an opening was repeated; null if it had none. */
    public @Nullable LoggedSession sessionOf(Call call) {
        if (call.session() != 0) {
            return sessions.byNumber.get(call.session());
        }
        List<LoggedSession> from = sessionsFrom(call.contact().address());
        return from.isEmpty() ? null : from.get(from.size() - 1);
    }

    /** Whether this session is that of the client that asked. */
    public boolean isOf(Call call, long session) {
        return call.session() != 0
                ? call.session() == session
                : sessionsFrom(call.contact().address()).stream().anyMatch(each -> each.number == session);
    }

    /** The waits of a LOCK; of one without a number, all that may have been its own. */
    public List<LoggedWait> waitsOf(Call call) {
        if (call.ask().waitMillis() == 0) {
            return List.of();
        }
        long number = call.ask().number("req");
        return waits(call.ask().name()).stream()
                .filter(each -> each.names.equals(call.ask().values()) && isOf(call, each.session))
                .filter(each -> number == 0 ? each.begin.micros() >= call.askedMicros() : each.request == number)
                .toList();
    }

    public List<Committed> entries() {
        return log;
    }

    /** The owner of the lock, of several the oldest, once everything up to this index was applied. */
    public @Nullable Ownership ownerAt(String name, long index) {
        for (Ownership ownership : ownerships(name)) {
            if (ownership.standsAt(index)) {
                return ownership;
            }
        }
        return null;
    }

    public Iterable<LoggedSession> sessions() {
        return sessions.byNumber.values();
    }

    public @Nullable LoggedSession session(long number) {
        return sessions.byNumber.get(number);
    }

    /** The sessions that were opened or taken up from this address; more than one only where an opening was repeated. */
    public List<LoggedSession> sessionsFrom(String clientAddress) {
        return sessions.byAddress.getOrDefault(clientAddress, List.of());
    }

    /** Index of the newest entry committed before this moment; 0 if there was none. */
    public long committedBefore(long micros) {
        return indexOfLast(micros - 1);
    }

    /** Index of the newest entry committed by this moment; 0 if there was none. */
    public long committedBy(long micros) {
        return indexOfLast(micros);
    }

    private long indexOfLast(long micros) {
        int low = 0;
        int high = log.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (log.get(middle).atMicros() <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : log.get(low - 1).index();
    }

    /** The locks that were held at this index, each with the token of its oldest holder, in order of name. */
    public Map<String, Long> tokensAt(long index) {
        Map<String, Long> tokens = new TreeMap<>();
        for (String name : history.ownershipsByName.keySet()) {
            Ownership ownership = ownerAt(name, index);
            if (ownership != null) {
                tokens.put(name, ownership.token);
            }
        }
        return tokens;
    }

    /** The locks that are held at the end, each with the token of its oldest holder, in order of name. */
    public Map<String, Long> tokensAtEnd() {
        return tokensAt(timeline.last().index());
    }

    /** The names of all locks that were ever granted or waited for. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(history.ownershipsByName.keySet());
        names.addAll(history.waitsByName.keySet());
        return names;
    }
}
