package io.lockstep.simulation.check.reading;

import io.lockstep.simulation.client.ClientCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of the committed log by independent rules, as short as possible: the owner of each lock from its grant to
 * its end, the queued requests, and the sessions. The checks judge servers by it.
 */
public final class LogReading {

    private final List<Committed> log;
    private final Timeline timeline;
    private final LoggedSessions sessions;
    private final LockHistory history;
    private final LoggedUsers users;

    /** Reads a committed log from its beginning. */
    public LogReading(List<Committed> log) {
        this.log = List.copyOf(log);
        LogReader reader = new LogReader(log);
        timeline = reader.timeline;
        sessions = reader.sessions;
        history = reader.history;
        users = reader.users;
    }

    /** Returns every lock of every grant, in order. */
    public List<Ownership> ownerships() {
        return history.ownerships;
    }

    /** Returns every grant of this lock, in order. */
    public List<Ownership> ownerships(String name) {
        return history.ownershipsByName.getOrDefault(name, List.of());
    }

    /** Returns the locks granted under this token, in the order of the request; empty if there is no such grant. */
    public List<Ownership> grant(long token) {
        return history.ownershipsByToken.getOrDefault(token, List.of());
    }

    /** Returns the grant of this lock under this token; null if there is none. */
    public @Nullable Ownership withToken(long token, String name) {
        return grant(token).stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns every queued request, in the order of arrival. */
    public List<LoggedWait> waits() {
        return history.waits;
    }

    /** Returns every request queued for this lock, in the order of arrival. */
    public List<LoggedWait> waits(String name) {
        return history.waitsByName.getOrDefault(name, List.of());
    }

    /** Returns every lock-delay, in order. */
    public List<LoggedDelay> delays() {
        return history.delays;
    }

    /** Returns the events of locks, in order. */
    public List<LoggedEvent> events() {
        return history.events;
    }

    /** Returns the requests that took effect, in order. */
    public List<AppliedRequest> appliedRequests() {
        return history.appliedRequests;
    }

    /** Returns the users at each place of the log. */
    public LoggedUsers users() {
        return users;
    }

    /** Returns the records of the audit, in order. */
    public List<LoggedAudit> audit() {
        return history.audit;
    }

    /** Returns the grants of the lock after the command at this place, oldest first. */
    public List<Ownership> holdersAt(String name, long place) {
        return ownerships(name).stream()
                .filter(each -> each.standsAtPlace(place))
                .toList();
    }

    /** Returns the wait queue of the lock after the command at this place, first come first. */
    public List<LoggedWait> queueAt(String name, long place) {
        return waits(name).stream().filter(each -> each.standsAt(place)).toList();
    }

    /** Returns whether lock-delay blocked the lock after the command at this place. */
    public boolean isBlockedAt(String name, long place) {
        return history.delaysByName.getOrDefault(name, List.of()).stream().anyMatch(each -> each.standsAt(place));
    }

    /** Returns the place of the last command of the entries up to this index. */
    public long placeOf(long index) {
        return timeline.placeOf(index);
    }

    /** Returns when the entries up to this index were committed. */
    public long microsOf(long index) {
        return timeline.microsOf(placeOf(index));
    }

    /** Returns whether the predicate holds at one of the places between these two moments, both included. */
    public boolean wasSo(long fromMicros, long toMicros, LongPredicate atPlace) {
        return timeline.wasSo(fromMicros, toMicros, atPlace);
    }

    /** Returns the session with this client id; null if there was none. No client id is given twice in one run. */
    public @Nullable LoggedSession sessionOfClient(long clientId) {
        return sessions.byClientId.get(clientId);
    }

    /** Returns whether the session belongs to the client that sent this call. */
    public boolean isOf(ClientCall call, long session) {
        return sessionsOf(call).stream().anyMatch(each -> each.number == session);
    }

    /** Returns whether the request with this number of the same client was cancelled when the call was answered. */
    public boolean isCancelled(ClientCall call, long request) {
        return sessionsOf(call).stream()
                .anyMatch(session -> session.cancelledAt(request).micros() <= call.answeredMicros());
    }

    /** Returns the sessions of the client that sent this call; several only if an opening was retried. */
    private List<LoggedSession> sessionsOf(ClientCall call) {
        if (call.session() == 0) {
            return sessionsFrom(call.contact().address());
        }
        LoggedSession session = sessions.byNumber.get(call.session());
        return session == null ? List.of() : List.of(session);
    }

    /** Returns the waits of a LOCK; for one without a number, all waits that may be its own. */
    public List<LoggedWait> waitsOf(ClientCall call) {
        if (call.ask().waitMillis() == 0) {
            return List.of();
        }
        long number = call.ask().number("req");
        return waits(call.ask().name()).stream()
                .filter(each -> each.names.equals(call.ask().values()) && isOf(call, each.asker))
                .filter(each -> number == 0 ? each.begin.micros() >= call.askedMicros() : each.request == number)
                .toList();
    }

    /** Returns the entries of the log, in order. */
    public List<Committed> entries() {
        return log;
    }

    /** Returns the (oldest) owner of the lock after the entries up to this index; null if it has none. */
    public @Nullable Ownership ownerAt(String name, long index) {
        for (Ownership ownership : ownerships(name)) {
            if (ownership.standsAt(index)) {
                return ownership;
            }
        }
        return null;
    }

    /** Returns every session that was opened. */
    public Iterable<LoggedSession> sessions() {
        return sessions.byNumber.values();
    }

    /** Returns the session with this number; null if there was none. */
    public @Nullable LoggedSession session(long number) {
        return sessions.byNumber.get(number);
    }

    /** Returns the sessions opened or resumed from this address; several only if an opening was retried. */
    public List<LoggedSession> sessionsFrom(String clientAddress) {
        return sessions.byAddress.getOrDefault(clientAddress, List.of());
    }

    /** Returns the index of the newest entry committed before this moment; 0 if there is none. */
    public long committedBefore(long micros) {
        return committedBy(micros - 1);
    }

    /** Returns the index of the newest entry committed by this moment; 0 if there is none. */
    public long committedBy(long micros) {
        return indexOfLast(entry -> entry.atMicros() <= micros);
    }

    /** Returns the index of the newest entry up to this index; 0 if there is none. */
    public long newestUpTo(long index) {
        return indexOfLast(entry -> entry.index() <= index);
    }

    /** The entries that fulfil the condition come before those that do not. */
    private long indexOfLast(Predicate<Committed> condition) {
        int count = Prefix.length(log, condition);
        return count == 0 ? 0 : log.get(count - 1).index();
    }

    /** Returns the locks held at this index with the tokens of their oldest grants, in the order of names. */
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

    /** Returns the locks held at the end with the tokens of their oldest grants, in the order of names. */
    public Map<String, Long> tokensAtEnd() {
        return tokensAt(timeline.last().index());
    }

    /** Returns the names of all locks that were ever granted or awaited. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(history.ownershipsByName.keySet());
        names.addAll(history.waitsByName.keySet());
        return names;
    }
}
