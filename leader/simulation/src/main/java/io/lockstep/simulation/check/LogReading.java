package io.lockstep.simulation.check;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.simulation.client.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the committed log means, read by rules of its own, as short as they can be: who owned what from where to where,
 * who stood in line, and which sessions there were. What the servers made of the same log is judged by it.
 */
public final class LogReading {

    private static final int CLIENT_IDS_PER_SERVER = 50_000;

    private final List<Committed> log;
    private final List<Moment> moments = new ArrayList<>();
    private final TreeMap<Long, LoggedSession> sessions = new TreeMap<>();
    private final LoggedLocks locks = new LoggedLocks(sessions);
    private final Map<SessionKey, LoggedSession> liveByKey = new HashMap<>();
    private final Map<String, List<LoggedSession>> sessionsByAddress = new HashMap<>();
    private final Map<Long, LoggedSession> sessionsByClientId = new HashMap<>();
    private final Map<Integer, Long> clientIdsGiven = new HashMap<>();
    private final Set<String> storageIds = new HashSet<>();
    private boolean founded;
    private long sessionLast;
    private Moment now = Moment.BEGINNING;
    private long clusterMillis;

    public LogReading(List<Committed> log) {
        this.log = List.copyOf(log);
        moments.add(now);
        for (Committed committed : log) {
            read(committed);
        }
    }

    private void read(Committed committed) {
        Entry entry = committed.entry();
        clusterMillis = Math.max(clusterMillis, entry.clusterMillis());
        for (Submission submission : entry.submissions()) {
            now = new Moment(now.place() + 1, committed.index(), committed.atMicros());
            moments.add(now);
            locks.at(now, clusterMillis);
            read(submission.command());
        }
    }

    private void read(Command command) {
        if (command instanceof Command.FoundCluster found) {
            if (!founded) {
                founded = true;
                locks.locksPerClient = found.locksPerClient();
            }
        } else if (command instanceof Command.RegisterServer register) {
            storageIds.add(register.storageId());
        } else if (command instanceof Command.OpenSession open) {
            open(open);
        } else if (command instanceof Command.ResumeSession resume) {
            resume(resume);
        } else if (command instanceof Command.CloseSession close) {
            end(close.session(), close.generation(), Ownership.End.SESSION_CLOSED);
        } else if (command instanceof Command.ExpireSession expire) {
            end(expire.session(), expire.generation(), Ownership.End.SESSION_EXPIRED);
        } else if (command instanceof Command.CancelWait cancel) {
            cancel(cancel);
        } else if (command instanceof Command.PassTime pass) {
            locks.passTime(pass.clusterMillis());
        } else if (command instanceof Command.Request request) {
            request(request);
        }
    }

    private void open(Command.OpenSession open) {
        int server = open.home().server();
        if (!liveByKey.containsKey(open.key()) && server <= storageIds.size()) {
            long given = clientIdsGiven.merge(server, 1L, Long::sum);
            long clientId = (long) CLIENT_IDS_PER_SERVER * server + given - 1;
            LoggedSession session = new LoggedSession(++sessionLast, clientId, open.ttlMillis(), open.resumable(), now);
            sessions.put(session.number, session);
            sessionsByClientId.put(clientId, session);
            liveByKey.put(open.key(), session);
            connect(session, open.clientAddress());
        }
    }

    private void resume(Command.ResumeSession resume) {
        LoggedSession session = liveByKey.get(resume.key());
        if (session != null
                && session.number == resume.session()
                && session.resumable
                && session.lastAttempt != resume.attempt()
                && session.generation == resume.fromGeneration()) {
            session.generation++;
            session.lastAttempt = resume.attempt();
            connect(session, resume.clientAddress());
        }
    }

    private void connect(LoggedSession session, String clientAddress) {
        session.takeUp(clientAddress, now);
        sessionsByAddress
                .computeIfAbsent(clientAddress, address -> new ArrayList<>())
                .add(session);
    }

    private @Nullable LoggedSession live(long number, long generation) {
        LoggedSession session = sessions.get(number);
        return session != null && session.isLive() && session.generation == generation ? session : null;
    }

    private void end(long number, long generation, Ownership.End how) {
        LoggedSession session = live(number, generation);
        if (session != null) {
            session.end = now;
            session.how = how;
            liveByKey.values().remove(session);
            locks.endSession(session, how == Ownership.End.SESSION_EXPIRED);
        }
    }

    private void cancel(Command.CancelWait cancel) {
        LoggedSession session = live(cancel.session(), cancel.generation());
        if (session == null) {
            return;
        }
        LoggedWait wait = locks.inLine(session.number, cancel.request());
        if (wait != null) {
            session.cancelled(cancel.request(), now);
            locks.giveUp(wait, LoggedWait.End.CANCELLED);
        } else if (session.isNew(cancel.request())) {
            session.cancelled(cancel.request(), now);
            session.rememberCancelled(cancel.request());
        }
    }

    private void request(Command.Request command) {
        LoggedSession session =
                live(command.request().session(), command.request().generation());
        long number = command.request().number();
        if (session == null || locks.inLine(session.number, number) != null || !session.isNew(number)) {
            return;
        }
        boolean answered = true;
        if (command instanceof Command.Acquire acquire) {
            answered = locks.acquire(session, acquire);
        } else if (command instanceof Command.Release release) {
            locks.release(session, release);
        } else if (command instanceof Command.ForceRelease force) {
            locks.force(session, force);
        }
        if (answered) {
            session.remember(number);
        }
        session.answeredUpTo(command.request().answeredUpTo());
    }

    /** Every lock of every grant there was, in order. */
    public List<Ownership> ownerships() {
        return locks.ownerships;
    }

    /** Every grant of this lock, in order. */
    public List<Ownership> ownerships(String name) {
        return locks.ownershipsByName.getOrDefault(name, List.of());
    }

    /** The locks that were granted under this token, in the order they were asked for; empty if there was no such grant. */
    List<Ownership> grant(long token) {
        return locks.ownershipsByToken.getOrDefault(token, List.of());
    }

    /** The grant of this token, of several locks the first; null if there was none. */
    public @Nullable Ownership withToken(long token) {
        List<Ownership> grant = grant(token);
        return grant.isEmpty() ? null : grant.get(0);
    }

    /** The grant of this lock under this token; null if there was none. */
    @Nullable
    Ownership withToken(long token, String name) {
        return grant(token).stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Every request that stood in line, in the order they came. */
    List<LoggedWait> waits() {
        return locks.waits;
    }

    /** Every request that stood in line for this lock, in the order they came. */
    List<LoggedWait> waits(String name) {
        return locks.waitsByName.getOrDefault(name, List.of());
    }

    /** What happened to locks, in order. */
    List<LoggedEvent> events() {
        return locks.events;
    }

    /** What requests did, in order. */
    List<Deed> deeds() {
        return locks.deeds;
    }

    /** Forced releases, in order. */
    List<LoggedAudit> audit() {
        return locks.audit;
    }

    /** Who held the lock behind the command at this place, oldest first. */
    List<Ownership> holdersAt(String name, long place) {
        return ownerships(name).stream()
                .filter(each -> each.standsAtPlace(place))
                .toList();
    }

    /** Who stood in line for the lock behind the command at this place, first come first. */
    List<LoggedWait> lineAt(String name, long place) {
        return waits(name).stream().filter(each -> each.standsAt(place)).toList();
    }

    /** Whether lock-delay blocked the lock behind the command at this place. */
    boolean isBlockedAt(String name, long place) {
        return locks.delaysByName.getOrDefault(name, List.of()).stream().anyMatch(each -> each.standsAt(place));
    }

    /** The place of the last command once everything up to this index was applied. */
    long placeOf(long index) {
        return placeOfLast(moment -> moment.index() <= index);
    }

    /** Whether something was so at one of the places of the log that a moment between these two, both included, was at. */
    boolean wasSo(long fromMicros, long toMicros, LongPredicate atPlace) {
        long first = placeOfLast(moment -> moment.micros() < fromMicros);
        long last = placeOfLast(moment -> moment.micros() <= toMicros);
        // What is asked for was mostly so at the end.
        for (long place = last; place >= first; place--) {
            if (atPlace.test(place)) {
                return true;
            }
        }
        return false;
    }

    private long placeOfLast(Predicate<Moment> condition) {
        int low = 0;
        int high = moments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(moments.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** The session with this visible name; null if there was none. No name was given twice in one run. */
    @Nullable
    LoggedSession sessionOfClient(long clientId) {
        return sessionsByClientId.get(clientId);
    }

    /** The session that the client of this call had; the newest, where an opening was repeated; null if it had none. */
    @Nullable
    LoggedSession sessionOf(Call call) {
        if (call.session() != 0) {
            return sessions.get(call.session());
        }
        List<LoggedSession> from = sessionsFrom(call.contact().address());
        return from.isEmpty() ? null : from.get(from.size() - 1);
    }

    /** Whether this session is that of the client that asked. */
    boolean isOf(Call call, long session) {
        return call.session() != 0
                ? call.session() == session
                : sessionsFrom(call.contact().address()).stream().anyMatch(each -> each.number == session);
    }

    /** Where the LOCK stood in line; of one without a number, all places that may have been its own. */
    List<LoggedWait> waitsOf(Call call) {
        if (call.ask().waitMillis() == 0) {
            return List.of();
        }
        long number = call.ask().number("req");
        return waits(call.ask().name()).stream()
                .filter(each -> each.names.equals(call.ask().values()) && isOf(call, each.session))
                .filter(each -> number == 0 ? each.begin.micros() >= call.askedMicros() : each.request == number)
                .toList();
    }

    List<Committed> entries() {
        return log;
    }

    /** Who owned the lock, of several the one of longest standing, once everything up to this index was applied. */
    public @Nullable Ownership ownerAt(String name, long index) {
        for (Ownership ownership : ownerships(name)) {
            if (ownership.standsAt(index)) {
                return ownership;
            }
        }
        return null;
    }

    public Iterable<LoggedSession> sessions() {
        return sessions.values();
    }

    public @Nullable LoggedSession session(long number) {
        return sessions.get(number);
    }

    /** The sessions that were opened or taken up from this address; more than one only where an opening was repeated. */
    public List<LoggedSession> sessionsFrom(String clientAddress) {
        return sessionsByAddress.getOrDefault(clientAddress, List.of());
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
        for (String name : locks.ownershipsByName.keySet()) {
            Ownership ownership = ownerAt(name, index);
            if (ownership != null) {
                tokens.put(name, ownership.token);
            }
        }
        return tokens;
    }

    /** The locks that are held at the end, each with the token of its oldest holder, in order of name. */
    public Map<String, Long> tokensAtEnd() {
        return tokensAt(now.index());
    }

    /** The names of all locks that were ever granted or stood in line for. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(locks.ownershipsByName.keySet());
        names.addAll(locks.waitsByName.keySet());
        return names;
    }
}
