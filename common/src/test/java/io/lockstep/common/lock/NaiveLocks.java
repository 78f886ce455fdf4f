package io.lockstep.common.lock;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.AlreadyHolds;
import io.lockstep.common.command.CommandResult.AlreadyWaits;
import io.lockstep.common.command.CommandResult.Blocked;
import io.lockstep.common.command.CommandResult.Cancelled;
import io.lockstep.common.command.CommandResult.Deadlock;
import io.lockstep.common.command.CommandResult.Full;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.HeldByOther;
import io.lockstep.common.command.CommandResult.NotHeld;
import io.lockstep.common.command.CommandResult.NotOwner;
import io.lockstep.common.command.CommandResult.OtherMode;
import io.lockstep.common.command.CommandResult.OthersInLine;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.Released;
import io.lockstep.common.command.CommandResult.StaleToken;
import io.lockstep.common.command.CommandResult.TimedOut;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.lock.NaiveModel.LiveSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of locks and lines once more, as {@code docs/PROTOCOL.md} has them: who holds what, who waits, and what is
 * blocked are three lists, and everything else is found out by searching them from end to end.
 */
final class NaiveLocks {

    record Held(
            LockName name,
            LockMode mode,
            long token,
            LiveSession owner,
            long clusterMillis,
            long wallMillis,
            long delayMillis) {}

    record Waiting(
            LiveSession session,
            long request,
            List<LockName> names,
            LockMode mode,
            long sinceMillis,
            long deadlineMillis,
            long delayMillis) {}

    /** One session waits for another, because of this lock. */
    private record Edge(LiveSession from, LockName name, LiveSession to) {}

    private final NaiveModel model;
    private final Limits limits;

    /** In the order of the grants. */
    final List<Held> held = new ArrayList<>();

    /** In the order they came. */
    final List<Waiting> waiting = new ArrayList<>();

    /** Under lock-delay, until when. */
    final TreeMap<LockName, Long> blocked = new TreeMap<>();

    /** All there ever were. */
    final List<AuditRecord> audit = new ArrayList<>();

    final List<LockEvent> events = new ArrayList<>();
    long tokens;

    NaiveLocks(NaiveModel model, Limits limits) {
        this.model = model;
        this.limits = limits;
    }

    // What is, found by searching.

    List<Held> holders(LockName name) {
        return held.stream().filter(one -> one.name.equals(name)).toList();
    }

    List<Waiting> line(LockName name) {
        return waiting.stream().filter(one -> one.names.contains(name)).toList();
    }

    List<Held> heldBy(LiveSession session) {
        return held.stream().filter(one -> one.owner == session).toList();
    }

    List<Waiting> waitsOf(LiveSession session) {
        return waiting.stream().filter(one -> one.session == session).toList();
    }

    int locksClaimed(LiveSession session) {
        return waitsOf(session).stream().mapToInt(one -> one.names.size()).sum();
    }

    int placeOf(Waiting one) {
        return one.names.stream()
                .mapToInt(name -> line(name).indexOf(one) + 1)
                .max()
                .orElseThrow();
    }

    private Set<LockName> inUse() {
        Set<LockName> names = new HashSet<>(blocked.keySet());
        held.forEach(one -> names.add(one.name));
        waiting.forEach(one -> names.addAll(one.names));
        return names;
    }

    private boolean hasRoom(LockName name, LockMode mode) {
        List<Held> holders = holders(name);
        return !blocked.containsKey(name)
                && holders.stream().allMatch(one -> one.mode.equals(mode))
                && holders.size() < mode.holdersMax();
    }

    private boolean mayHave(Waiting one) {
        return one.names.stream().allMatch(name -> line(name).indexOf(one) == 0 && hasRoom(name, one.mode));
    }

    // LOCK

    CommandResult acquire(LiveSession session, Command.Acquire command) {
        CommandResult refusal = mayNotAsk(session, command);
        if (refusal != null) {
            return refusal;
        }
        refusal = inTheWay(command);
        if (refusal == null) {
            return new Granted(grant(session, command.names(), command.mode(), command.delayMillis()));
        }
        if (command.waitMillis() == 0) {
            return refusal;
        }
        refusal = mayNotWait(session, command);
        return refusal != null ? refusal : queue(session, command);
    }

    private CommandResult mayNotAsk(LiveSession session, Command.Acquire command) {
        for (LockName name : command.names()) {
            for (Held one : holders(name)) {
                if (one.owner == session) {
                    return new AlreadyHolds(view(one), model.locksPerClient);
                }
            }
            if (line(name).stream().anyMatch(one -> one.session == session)) {
                return new AlreadyWaits(name, model.locksPerClient);
            }
        }
        int has = heldBy(session).size() + locksClaimed(session);
        if (model.locksPerClient != 0 && has + command.names().size() > model.locksPerClient) {
            return alreadyHasMany(session);
        }
        for (LockName name : command.names()) {
            for (LockMode other : modesInUse(name)) {
                if (permits(other) != permits(command.mode())) {
                    return new OtherMode(name, other);
                }
            }
        }
        Set<LockName> all = inUse();
        int before = all.size();
        all.addAll(command.names());
        return all.size() > before && all.size() > limits.locks()
                ? new Full("locks of the cluster", limits.locks())
                : null;
    }

    private CommandResult alreadyHasMany(LiveSession session) {
        if (!heldBy(session).isEmpty()) {
            return new AlreadyHolds(view(heldBy(session).get(0)), model.locksPerClient);
        }
        if (!waitsOf(session).isEmpty()) {
            return new AlreadyWaits(waitsOf(session).get(0).names.get(0), model.locksPerClient);
        }
        return new Full("locks of one client", model.locksPerClient);
    }

    private List<LockMode> modesInUse(LockName name) {
        List<LockMode> modes = new ArrayList<>();
        holders(name).forEach(one -> modes.add(one.mode));
        line(name).forEach(one -> modes.add(one.mode));
        return modes;
    }

    /** What {@code permits=} said; 0 if it was not given. */
    private static int permits(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE) || mode.equals(LockMode.SHARED) ? 0 : mode.holdersMax();
    }

    private CommandResult inTheWay(Command.Acquire command) {
        for (LockName name : command.names()) {
            List<Waiting> line = line(name);
            if (line.isEmpty() && hasRoom(name, command.mode())) {
                continue;
            }
            if (!holders(name).isEmpty()) {
                return new HeldByOther(view(holders(name).get(0)), line.size());
            }
            return blocked.containsKey(name)
                    ? new Blocked(name, blocked.get(name))
                    : new OthersInLine(name, line.get(0).session.clientId, line.size());
        }
        return null;
    }

    private CommandResult mayNotWait(LiveSession session, Command.Acquire command) {
        if (command.names().stream().anyMatch(name -> line(name).size() == limits.waitersPerLock())) {
            return new Full("requests in line for one lock", limits.waitersPerLock());
        }
        if (waitsOf(session).size() == limits.waitsPerSession()) {
            return new Full("waiting requests of one client", limits.waitsPerSession());
        }
        List<Edge> circle = circle(session, waitsFor(session, command.names(), waiting.size()));
        return circle.isEmpty()
                ? null
                : new Deadlock(circle.stream()
                        .map(edge -> new Deadlock.Link(edge.from.clientId, edge.name))
                        .toList());
    }

    private CommandResult queue(LiveSession session, Command.Acquire command) {
        Waiting one = new Waiting(
                session,
                command.request().number(),
                command.names(),
                command.mode(),
                model.clusterMillis,
                model.clusterMillis + command.waitMillis(),
                command.delayMillis());
        waiting.add(one);
        for (LockName name : one.names) {
            events.add(new LockEvent.Queued(
                    name, session.number, session.clientId, line(name).size()));
        }
        return new Queued(placeOf(one));
    }

    private long grant(LiveSession session, List<LockName> names, LockMode mode, long delayMillis) {
        tokens++;
        for (LockName name : names) {
            held.add(new Held(name, mode, tokens, session, model.clusterMillis, model.wallMillis, delayMillis));
            events.add(new LockEvent.Granted(name, session.number, session.clientId, tokens, mode));
        }
        return tokens;
    }

    // Circles

    /** Whom a request waits for that has the first {@code before} requests before it. */
    private List<Edge> waitsFor(LiveSession session, List<LockName> names, int before) {
        List<Edge> edges = new ArrayList<>();
        for (LockName name : names) {
            holders(name).forEach(one -> edges.add(new Edge(session, name, one.owner)));
            waiting.subList(0, before).stream()
                    .filter(one -> one.names.contains(name))
                    .forEach(one -> edges.add(new Edge(session, name, one.session)));
        }
        return edges;
    }

    private List<Edge> waitsFor(LiveSession session) {
        List<Edge> edges = new ArrayList<>();
        for (Waiting one : waitsOf(session)) {
            edges.addAll(waitsFor(session, one.names, waiting.indexOf(one)));
        }
        return edges;
    }

    /** The shortest way from a session along these edges and on, back to itself; empty if there is none. */
    private List<Edge> circle(LiveSession start, List<Edge> edges) {
        Map<LiveSession, List<Edge>> ways = new LinkedHashMap<>();
        List<LiveSession> toGoOnFrom = new ArrayList<>();
        List<Edge> way = List.of();
        List<Edge> next = edges;
        while (true) {
            for (Edge edge : next) {
                if (!ways.containsKey(edge.to)) {
                    List<Edge> longer = new ArrayList<>(way);
                    longer.add(edge);
                    ways.put(edge.to, longer);
                    toGoOnFrom.add(edge.to);
                }
            }
            if (ways.containsKey(start) || toGoOnFrom.isEmpty()) {
                return ways.getOrDefault(start, List.of());
            }
            LiveSession at = toGoOnFrom.remove(0);
            way = ways.get(at);
            next = waitsFor(at);
        }
    }

    // RELEASE and FORCE

    CommandResult release(LiveSession session, Command.Release command) {
        List<Held> grants = new ArrayList<>();
        for (LockName name : command.names()) {
            List<Held> holders = holders(name);
            if (holders.isEmpty()) {
                return new NotHeld(name);
            }
            Held own = holders.stream()
                    .filter(one -> one.owner == session)
                    .findFirst()
                    .orElse(null);
            if (own == null) {
                return new NotOwner(view(holders.get(0)));
            }
            if (command.token() != 0 && command.token() != own.token) {
                return new StaleToken(view(own));
            }
            grants.add(own);
        }
        grants.forEach(one -> end(one, Ending.RELEASE));
        handOn(command.names());
        return new Released(grants.get(0).token);
    }

    CommandResult forceRelease(LiveSession operator, Command.ForceRelease command) {
        List<Held> holders = holders(command.name());
        for (Held one : holders) {
            if (one.token == command.token()) {
                audit.add(new AuditRecord(
                        audit.size() + 1,
                        view(one),
                        command.operator(),
                        operator.address,
                        command.reason(),
                        model.wallMillis));
                end(one, Ending.FORCED);
                handOn(List.of(one.name));
                return new Released(one.token);
            }
        }
        return holders.isEmpty() ? new NotHeld(command.name()) : new StaleToken(view(holders.get(0)));
    }

    private void end(Held one, Ending reason) {
        held.remove(one);
        events.add(new LockEvent.Released(one.name, one.owner.number, one.owner.clientId, one.token, reason));
        boolean delays = reason == Ending.EXPIRED || reason == Ending.FORCED;
        if (delays && one.delayMillis > 0) {
            blocked.merge(one.name, model.clusterMillis + one.delayMillis, Math::max);
        }
    }

    // The ends of waits, delays and sessions

    void giveUp(Waiting one, Leaving reason) {
        leave(one, reason);
        answer(one, reason == Leaving.TIMEOUT ? new TimedOut() : new Cancelled());
        handOn(one.names);
    }

    private void leave(Waiting one, Leaving reason) {
        waiting.remove(one);
        for (LockName name : one.names) {
            events.add(new LockEvent.Unqueued(name, one.session.number, one.session.clientId, reason));
        }
    }

    private void answer(Waiting one, CommandResult answer) {
        one.session.answers.put(one.request, answer);
        events.add(new LockEvent.Answered(
                one.names.get(0), one.session.number, one.session.clientId, one.request, answer));
    }

    /** Returns how many locks came free. */
    int endSession(LiveSession session, Leaving leaving, Ending ending) {
        List<LockName> changed = new ArrayList<>();
        for (Waiting one : waitsOf(session)) {
            leave(one, leaving);
            changed.addAll(one.names);
        }
        List<Held> grants = heldBy(session);
        for (Held one : grants) {
            end(one, ending);
            changed.add(one.name);
        }
        handOn(changed);
        return grants.size();
    }

    /** Ends what is due, one after the other in the order of time; of what is due at one moment, delays first. */
    void passTime(long untilMillis) {
        while (nextDueMillis() <= untilMillis) {
            long due = nextDueMillis();
            LockName delayed = blocked.keySet().stream()
                    .filter(name -> blocked.get(name) == due)
                    .findFirst()
                    .orElse(null);
            if (delayed != null) {
                blocked.remove(delayed);
                handOn(List.of(delayed));
            } else {
                giveUp(
                        waiting.stream()
                                .filter(one -> one.deadlineMillis == due)
                                .findFirst()
                                .orElseThrow(),
                        Leaving.TIMEOUT);
            }
        }
    }

    long nextDueMillis() {
        long due = Long.MAX_VALUE;
        for (Waiting one : waiting) {
            due = Math.min(due, one.deadlineMillis);
        }
        for (long until : blocked.values()) {
            due = Math.min(due, until);
        }
        return due;
    }

    /** WaitQueues advance in the order in which their locks came free; a lock that is granted along is looked at after these. */
    private void handOn(List<LockName> changed) {
        List<LockName> names = new ArrayList<>(changed);
        while (!names.isEmpty()) {
            LockName name = names.remove(0);
            while (!line(name).isEmpty() && mayHave(line(name).get(0))) {
                Waiting first = line(name).get(0);
                waiting.remove(first);
                answer(first, new Granted(grant(first.session, first.names, first.mode, first.delayMillis)));
                first.names.stream().filter(other -> !other.equals(name)).forEach(names::add);
            }
        }
    }

    /** What must be so whatever was done; throws if it is not. */
    void check() {
        for (Waiting one : waiting) {
            if (mayHave(one)) {
                throw new AssertionError("waits though nothing is in the way: " + one.request);
            }
            if (!circle(one.session, waitsFor(one.session)).isEmpty()) {
                throw new AssertionError("waits in a circle: " + one.request);
            }
        }
        for (LockName name : inUse()) {
            List<Held> holders = holders(name);
            if (holders.stream().anyMatch(one -> holders.size() > one.mode.holdersMax())) {
                throw new AssertionError("too many hold " + name);
            }
        }
    }

    // What others see

    LockStatus status(LockName name) {
        List<Held> holders = holders(name);
        return new LockStatus(
                name,
                holders.isEmpty() ? null : view(holders.get(0)),
                holders.size(),
                line(name).size(),
                blocked.getOrDefault(name, 0L));
    }

    List<LockStatus> allHeld() {
        return held.stream()
                .map(Held::name)
                .distinct()
                .sorted()
                .map(this::status)
                .toList();
    }

    List<WaiterStatus> waiters(LockName name) {
        List<WaiterStatus> waiters = new ArrayList<>();
        for (Waiting one : line(name)) {
            LiveSession session = one.session;
            waiters.add(new WaiterStatus(
                    waiters.size() + 1,
                    one.mode,
                    session.number,
                    session.clientId,
                    session.opening.label(),
                    session.home.server(),
                    session.address,
                    one.sinceMillis,
                    one.deadlineMillis));
        }
        return waiters;
    }

    List<AuditRecord> newestAudit() {
        return audit.subList(Math.max(0, audit.size() - limits.auditRecords()), audit.size());
    }

    static HolderStatus view(Held one) {
        LiveSession owner = one.owner;
        return new HolderStatus(
                one.name,
                one.mode,
                one.token,
                owner.number,
                owner.clientId,
                owner.opening.label(),
                owner.home.server(),
                owner.address,
                one.clusterMillis,
                one.wallMillis);
    }
}
