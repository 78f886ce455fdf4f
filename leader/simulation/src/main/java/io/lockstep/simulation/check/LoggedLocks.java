package io.lockstep.simulation.check;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The locks as {@link LogReading} follows them through the log: who holds what, who stands in line, what is blocked. Three
 * lists, searched from end to end for every question, by the rules as {@code docs/PROTOCOL.md} words them.
 */
final class LoggedLocks {

    /** What there is now, in the order it came. */
    private final List<Ownership> held = new ArrayList<>();

    private final List<LoggedWait> line = new ArrayList<>();
    private final TreeMap<String, LoggedDelay> blocked = new TreeMap<>();

    /** What there ever was. */
    final List<Ownership> ownerships = new ArrayList<>();

    final Map<String, List<Ownership>> ownershipsByName = new HashMap<>();
    final Map<Long, List<Ownership>> ownershipsByToken = new HashMap<>();
    final List<LoggedWait> waits = new ArrayList<>();
    final Map<String, List<LoggedWait>> waitsByName = new HashMap<>();
    final Map<String, List<LoggedDelay>> delaysByName = new HashMap<>();
    final List<LoggedEvent> events = new ArrayList<>();
    final List<Deed> deeds = new ArrayList<>();
    final List<LoggedAudit> audit = new ArrayList<>();
    private final Map<Long, LoggedSession> sessions;
    int locksPerClient;
    private long tokens;
    private Moment now = Moment.BEGINNING;
    private long clusterMillis;

    LoggedLocks(Map<Long, LoggedSession> sessions) {
        this.sessions = sessions;
    }

    /** The next command comes at this moment. */
    void at(Moment moment, long cluster) {
        now = moment;
        clusterMillis = cluster;
    }

    // What is so now.

    private List<Ownership> holders(String name) {
        return held.stream().filter(each -> each.name.equals(name)).toList();
    }

    private List<LoggedWait> line(String name) {
        return line.stream().filter(each -> each.names.contains(name)).toList();
    }

    /** The request of this session that stands in line; null if it does not. */
    @Nullable
    LoggedWait inLine(long session, long request) {
        return line.stream()
                .filter(each -> each.session == session && each.request == request)
                .findFirst()
                .orElse(null);
    }

    private boolean hasRoom(String name, LockMode mode) {
        List<Ownership> holders = holders(name);
        return !blocked.containsKey(name)
                && holders.size() < mode.holdersMax()
                && holders.stream().allMatch(each -> each.mode.equals(mode));
    }

    private boolean mayBeGranted(LoggedWait wait) {
        return wait.names.stream().allMatch(name -> line(name).get(0) == wait && hasRoom(name, wait.mode));
    }

    // LOCK, RELEASE, FORCE. Each says whether the request has its answer now.

    boolean acquire(LoggedSession session, Command.Acquire command) {
        List<String> names = command.names().stream().map(LockName::text).toList();
        long number = command.request().number();
        boolean isThere = held.stream().anyMatch(each -> each.session == session.number && names.contains(each.name))
                || line.stream().anyMatch(each -> each.session == session.number && hasAny(each.names, names));
        if (isThere || isTooMuch(session, names.size()) || disagrees(names, command.mode())) {
            return true;
        }
        if (names.stream().allMatch(name -> line(name).isEmpty() && hasRoom(name, command.mode()))) {
            grant(session, number, names, command.mode(), command.delayMillis());
            return true;
        }
        if (command.waitMillis() == 0 || closesCircle(session.number, names)) {
            return true;
        }
        LoggedWait wait = new LoggedWait(
                session.number,
                number,
                names,
                command.mode(),
                now,
                clusterMillis + command.waitMillis(),
                command.delayMillis());
        line.add(wait);
        waits.add(wait);
        for (String name : names) {
            waitsByName.computeIfAbsent(name, any -> new ArrayList<>()).add(wait);
            event(name, "QUEUED", session.number, "pos=" + line(name).size());
        }
        return false;
    }

    private static boolean hasAny(List<String> some, List<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    private boolean isTooMuch(LoggedSession session, int more) {
        long has = held.stream().filter(each -> each.session == session.number).count();
        long waitsFor = line.stream()
                .filter(each -> each.session == session.number)
                .mapToLong(each -> each.names.size())
                .sum();
        return locksPerClient > 0 && has + waitsFor + more > locksPerClient;
    }

    private boolean disagrees(List<String> names, LockMode mode) {
        Predicate<LockMode> other = each -> permits(each) != permits(mode);
        return held.stream().anyMatch(each -> names.contains(each.name) && other.test(each.mode))
                || line.stream().anyMatch(each -> hasAny(each.names, names) && other.test(each.mode));
    }

    /** The number of permits it was asked for with; 0 if without. */
    private static int permits(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE) || mode.equals(LockMode.SHARED) ? 0 : mode.holdersMax();
    }

    /** Whether somebody for whom this session would wait waits in the end for it. */
    private boolean closesCircle(long session, List<String> names) {
        Set<Long> reached = new HashSet<>();
        List<Long> toGoOnFrom = new ArrayList<>(inTheWay(names, line.size()));
        while (!toGoOnFrom.isEmpty()) {
            long next = toGoOnFrom.remove(0);
            if (reached.add(next)) {
                for (int i = 0; i < line.size(); i++) {
                    if (line.get(i).session == next) {
                        toGoOnFrom.addAll(inTheWay(line.get(i).names, i));
                    }
                }
            }
        }
        return reached.contains(session);
    }

    /** The sessions that hold one of these locks, or want one and are among the first so many in line. */
    private Set<Long> inTheWay(List<String> names, int before) {
        Set<Long> inTheWay = new HashSet<>();
        held.stream().filter(each -> names.contains(each.name)).forEach(each -> inTheWay.add(each.session));
        line.subList(0, before).stream()
                .filter(each -> hasAny(each.names, names))
                .forEach(each -> inTheWay.add(each.session));
        return inTheWay;
    }

    private void grant(LoggedSession session, long request, List<String> names, LockMode mode, long delayMillis) {
        tokens++;
        for (String name : names) {
            Ownership ownership = new Ownership(name, mode, tokens, session.number, request, now, delayMillis);
            held.add(ownership);
            ownerships.add(ownership);
            ownershipsByName.computeIfAbsent(name, any -> new ArrayList<>()).add(ownership);
            ownershipsByToken.computeIfAbsent(tokens, any -> new ArrayList<>()).add(ownership);
            event(name, "GRANTED", session.number, "token=" + tokens + " mode=" + word(mode));
        }
        deeds.add(new Deed(session.number, request, Verb.LOCK, names, tokens, now));
    }

    private static String word(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE)
                ? "exclusive"
                : mode.equals(LockMode.SHARED) ? "shared" : Integer.toString(mode.holdersMax());
    }

    void release(LoggedSession session, Command.Release command) {
        List<Ownership> owned = new ArrayList<>();
        for (LockName name : command.names()) {
            held.stream()
                    .filter(each -> each.name.equals(name.text()) && each.session == session.number)
                    .filter(each -> command.token() == 0 || command.token() == each.token)
                    .forEach(owned::add);
        }
        if (owned.size() < command.names().size()) {
            return;
        }
        for (Ownership ownership : owned) {
            end(ownership, Ownership.End.RELEASED);
            ownership.releaseRequest = command.request().number();
        }
        List<String> names = owned.stream().map(each -> each.name).toList();
        deeds.add(new Deed(session.number, command.request().number(), Verb.RELEASE, names, owned.get(0).token, now));
        handOn(names);
    }

    void force(LoggedSession operator, Command.ForceRelease command) {
        for (Ownership ownership : holders(command.name().text())) {
            if (ownership.token == command.token()) {
                List<String> names = List.of(ownership.name);
                end(ownership, Ownership.End.FORCED);
                audit.add(
                        new LoggedAudit(ownership, command.operator(), operator.lastAddress(), command.reason(), now));
                deeds.add(
                        new Deed(operator.number, command.request().number(), Verb.FORCE, names, ownership.token, now));
                handOn(names);
            }
        }
    }

    private void end(Ownership ownership, Ownership.End how) {
        held.remove(ownership);
        ownership.end = now;
        ownership.how = how;
        if (how == Ownership.End.SESSION_EXPIRED) {
            event(ownership.name, "EXPIRED", ownership.session, "token=" + ownership.token);
        } else {
            String reason =
                    how == Ownership.End.RELEASED ? "release" : how == Ownership.End.FORCED ? "forced" : "closed";
            event(ownership.name, "RELEASED", ownership.session, "token=" + ownership.token + " reason=" + reason);
        }
        if (how.isLoss() && ownership.delayMillis > 0) {
            block(ownership.name, clusterMillis + ownership.delayMillis);
        }
    }

    private void block(String name, long untilMillis) {
        LoggedDelay delay = blocked.get(name);

        if (delay == null) {
            delay = new LoggedDelay(now, untilMillis);
            blocked.put(name, delay);
            delaysByName.computeIfAbsent(name, any -> new ArrayList<>()).add(delay);
        }
        delay.untilClusterMillis = Math.max(delay.untilClusterMillis, untilMillis);
    }

    // How waits end.

    /** Takes a request out of the line and hands on what it was in the way of. */
    void giveUp(LoggedWait wait, LoggedWait.End how) {
        leave(wait, how);
        sessions.get(wait.session).answeredInLine(wait.request, how == LoggedWait.End.CANCELLED);
        handOn(wait.names);
    }

    private void leave(LoggedWait wait, LoggedWait.End how) {
        line.remove(wait);
        wait.end = now;
        wait.endClusterMillis = clusterMillis;
        wait.how = how;
        String reason = switch (how) {
            case TIMEOUT -> "timeout";
            case CANCELLED -> "cancelled";
            case SESSION_CLOSED -> "closed";
            default -> "expired";
        };
        if (how != LoggedWait.End.GRANTED) {
            wait.names.forEach(name -> event(name, "UNQUEUED", wait.session, "reason=" + reason));
        }
    }

    void endSession(LoggedSession session, boolean expired) {
        List<String> free = new ArrayList<>();
        for (LoggedWait wait : List.copyOf(line)) {
            if (wait.session == session.number) {
                leave(wait, expired ? LoggedWait.End.SESSION_EXPIRED : LoggedWait.End.SESSION_CLOSED);
                free.addAll(wait.names);
            }
        }
        for (Ownership ownership : List.copyOf(held)) {
            if (ownership.session == session.number) {
                end(ownership, expired ? Ownership.End.SESSION_EXPIRED : Ownership.End.SESSION_CLOSED);
                free.add(ownership.name);
            }
        }
        handOn(free);
    }

    /** Ends waits and delays in the order in which they are due; of those due together, delays first. */
    void passTime(long untilMillis) {
        while (true) {
            long dueMillis = Long.MAX_VALUE;
            for (LoggedWait wait : line) {
                dueMillis = Math.min(dueMillis, wait.deadlineClusterMillis);
            }
            for (LoggedDelay delay : blocked.values()) {
                dueMillis = Math.min(dueMillis, delay.untilClusterMillis);
            }
            if (dueMillis > untilMillis) {
                return;
            }
            endFirstDue(dueMillis);
        }
    }

    private void endFirstDue(long dueMillis) {
        for (String name : List.copyOf(blocked.keySet())) {
            LoggedDelay delay = blocked.get(name);
            if (delay.untilClusterMillis == dueMillis) {
                blocked.remove(name);
                delay.end = now;
                handOn(List.of(name));
                return;
            }
        }
        for (LoggedWait wait : List.copyOf(line)) {
            if (wait.deadlineClusterMillis == dueMillis) {
                giveUp(wait, LoggedWait.End.TIMEOUT);
                return;
            }
        }
    }

    /** Grants what the lines allow, in the order in which locks came free; what is granted along is looked at last. */
    private void handOn(List<String> free) {
        List<String> toLookAt = new ArrayList<>(free);
        while (!toLookAt.isEmpty()) {
            String name = toLookAt.remove(0);
            while (!line(name).isEmpty() && mayBeGranted(line(name).get(0))) {
                LoggedWait first = line(name).get(0);
                leave(first, LoggedWait.End.GRANTED);
                LoggedSession session = sessions.get(first.session);
                grant(session, first.request, first.names, first.mode, first.delayMillis);
                session.answeredInLine(first.request, false);
                first.names.stream().filter(other -> !other.equals(name)).forEach(toLookAt::add);
            }
        }
    }

    private void event(String name, String kind, long session, String detail) {
        events.add(new LoggedEvent(name, kind, sessions.get(session).clientId, detail, now));
    }
}
