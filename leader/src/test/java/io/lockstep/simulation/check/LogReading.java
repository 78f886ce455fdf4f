package io.lockstep.simulation.check;

import io.lockstep.common.lock.Command;
import io.lockstep.common.lock.Entry;
import io.lockstep.common.lock.SessionKey;
import io.lockstep.common.lock.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the committed log means, read by rules of its own, as short as they can be: who owned what from where to where, and
 * which sessions there were. What the servers made of the same log is judged by it.
 */
public final class LogReading {

    private final List<Committed> log;
    private final List<Ownership> ownerships = new ArrayList<>();
    private final Map<String, List<Ownership>> ownershipsByName = new HashMap<>();
    private final TreeMap<String, Ownership> owners = new TreeMap<>();
    private final TreeMap<Long, LoggedSession> sessions = new TreeMap<>();
    private final Map<SessionKey, LoggedSession> liveByKey = new HashMap<>();
    private final Map<String, List<LoggedSession>> sessionsByAddress = new HashMap<>();
    private final Set<String> storageIds = new HashSet<>();
    private boolean founded;
    private int locksPerClient;
    private long tokenLast;
    private long sessionLast;
    private Moment now = Moment.BEGINNING;

    public LogReading(List<Committed> log) {
        this.log = List.copyOf(log);
        for (Committed committed : log) {
            read(committed);
        }
    }

    private void read(Committed committed) {
        Entry entry = committed.entry();
        for (Submission submission : entry.submissions()) {
            now = new Moment(now.place() + 1, committed.index(), committed.atMicros());
            read(submission.command());
        }
    }

    private void read(Command command) {
        if (command instanceof Command.FoundCluster found) {
            if (!founded) {
                founded = true;
                locksPerClient = found.locksPerClient();
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
        } else if (command instanceof Command.Request request) {
            request(request);
        }
    }

    private void open(Command.OpenSession open) {
        if (!liveByKey.containsKey(open.key()) && open.home().server() <= storageIds.size()) {
            LoggedSession session = new LoggedSession(++sessionLast, open.ttlMillis(), open.resumable(), now);
            sessions.put(session.number, session);
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

    private void end(long number, long generation, Ownership.End how) {
        LoggedSession session = sessions.get(number);
        if (session != null && session.how == Ownership.End.NONE && session.generation == generation) {
            List.copyOf(session.held.values()).forEach(ownership -> end(ownership, how));
            session.end = now;
            session.how = how;
            liveByKey.values().remove(session);
        }
    }

    private void end(Ownership ownership, Ownership.End how) {
        ownership.end = now;
        ownership.how = how;
        owners.remove(ownership.name);
        sessions.get(ownership.session).held.remove(ownership.name);
    }

    private void request(Command.Request command) {
        LoggedSession session = sessions.get(command.request().session());
        long number = command.request().number();
        if (session == null
                || session.how != Ownership.End.NONE
                || session.generation != command.request().generation()
                || !session.isNew(number)) {
            return;
        }
        session.remember(number, command.request().answeredUpTo());
        if (command instanceof Command.Acquire acquire) {
            String name = acquire.name().text();
            boolean full = locksPerClient > 0 && session.held.size() >= locksPerClient;
            if (!owners.containsKey(name) && !full) {
                grant(name, session, number);
            }
        } else if (command instanceof Command.Release release) {
            Ownership ownership = session.held.get(release.name().text());
            if (ownership != null && (release.token() == 0 || release.token() == ownership.token)) {
                end(ownership, Ownership.End.RELEASED);
                ownership.releaseRequest = number;
            }
        }
    }

    private void grant(String name, LoggedSession session, long request) {
        Ownership ownership = new Ownership(name, ++tokenLast, session.number, request, now);
        owners.put(name, ownership);
        session.held.put(name, ownership);
        ownerships.add(ownership);
        ownershipsByName.computeIfAbsent(name, any -> new ArrayList<>()).add(ownership);
    }

    /** Every grant there was, in order. */
    public List<Ownership> ownerships() {
        return ownerships;
    }

    /** Every grant of this lock, in order. */
    public List<Ownership> ownerships(String name) {
        return ownershipsByName.getOrDefault(name, List.of());
    }

    /** The grant of this token; null if there was none. */
    public @Nullable Ownership withToken(long token) {
        return token < 1 || token > ownerships.size() ? null : ownerships.get((int) token - 1);
    }

    /** Who owned the lock once everything up to this index was applied; null if nobody did. */
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

    public int locksPerClient() {
        return locksPerClient;
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

    /** The locks that are owned at the end, with their tokens, in order of name. */
    public Map<String, Long> tokensAtEnd() {
        Map<String, Long> tokens = new TreeMap<>();
        owners.forEach((name, ownership) -> tokens.put(name, ownership.token));
        return tokens;
    }

    /** The locks that were owned once everything up to this index was applied, with their tokens, in order of name. */
    public Map<String, Long> tokensAt(long index) {
        Map<String, Long> tokens = new TreeMap<>();
        for (String name : ownershipsByName.keySet()) {
            Ownership ownership = ownerAt(name, index);
            if (ownership != null) {
                tokens.put(name, ownership.token);
            }
        }
        return tokens;
    }
}
