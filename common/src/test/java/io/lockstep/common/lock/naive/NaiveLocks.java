package io.lockstep.common.lock.naive;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Cancelled;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.Leased;
import io.lockstep.common.command.CommandResult.TimedOut;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.lock.naive.NaiveModel.LiveSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules of locks and wait queues once more, as in {@code docs/PROTOCOL.md}: holders, waiters and blocked locks are
 * three lists, and every question is answered by a search from end to end.
 */
final class NaiveLocks {

    record Held(
            LockName name,
            LockMode mode,
            long token,
            LiveSession owner,
            long clusterMillis,
            long wallMillis,
            long delayMillis,
            long waitedMillis) {}

    /**
     * @param session which is to hold the locks
     * @param asker which gets the answer
     */
    record Waiting(
            LiveSession session,
            LiveSession asker,
            long request,
            List<LockName> names,
            LockMode mode,
            long sinceMillis,
            long deadlineMillis,
            long delayMillis) {}

    private final NaiveModel model;
    private final NaiveCycles cycles = new NaiveCycles(this);

    /** In the order of the grants. */
    final List<Held> held = new ArrayList<>();

    /** In the order of arrival. */
    final List<Waiting> waiting = new ArrayList<>();

    /** Locks under lock-delay, and until when. */
    final TreeMap<LockName, Long> blocked = new TreeMap<>();

    /** All that ever existed. */
    final List<AuditRecord> audit = new ArrayList<>();

    final NaiveHistory history;
    final List<LockEvent> events = new ArrayList<>();
    long tokens;

    NaiveLocks(NaiveModel model) {
        this.model = model;
        this.history = new NaiveHistory(model, this);
    }

    List<Held> holders(LockName name) {
        return held.stream().filter(one -> one.name.equals(name)).toList();
    }

    List<Waiting> queue(LockName name) {
        return waiting.stream().filter(one -> one.names.contains(name)).toList();
    }

    List<Held> heldBy(LiveSession session) {
        return held.stream().filter(one -> one.owner == session).toList();
    }

    /** What the session asked for. */
    List<Waiting> waitsOf(LiveSession session) {
        return waiting.stream().filter(one -> one.asker == session).toList();
    }

    /** Returns what the session asked for and is to hold itself. */
    List<Waiting> ownWaitsOf(LiveSession session) {
        return waitsOf(session).stream().filter(one -> one.session == session).toList();
    }

    int locksAskedFor(LiveSession session) {
        return waitsOf(session).stream().mapToInt(one -> one.names.size()).sum();
    }

    int locksAwaited(LiveSession session) {
        return ownWaitsOf(session).stream().mapToInt(one -> one.names.size()).sum();
    }

    int placeOf(Waiting one) {
        return Collections.max(
                one.names.stream().map(name -> queue(name).indexOf(one) + 1).toList());
    }

    Set<LockName> inUse() {
        Set<LockName> names = new HashSet<>(blocked.keySet());
        held.forEach(one -> names.add(one.name));
        waiting.forEach(one -> names.addAll(one.names));
        return names;
    }

    boolean hasRoom(LockName name, LockMode mode) {
        List<Held> holders = holders(name);
        return !blocked.containsKey(name)
                && holders.stream().allMatch(one -> one.mode.equals(mode))
                && holders.size() < mode.holdersMax();
    }

    boolean mayHave(Waiting one) {
        return one.names.stream().allMatch(name -> queue(name).indexOf(one) == 0 && hasRoom(name, one.mode));
    }

    long grant(LiveSession session, List<LockName> names, LockMode mode, long delayMillis, long waitedMillis) {
        tokens++;
        session.leaseEndsMillis = model.clusterMillis + session.leaseMillis;
        for (LockName name : names) {
            held.add(new Held(
                    name, mode, tokens, session, model.clusterMillis, model.wallMillis, delayMillis, waitedMillis));
            events.add(new LockEvent.Granted(name, session.number, session.clientId, tokens, mode));
        }
        return tokens;
    }

    void end(Held one, Ending reason) {
        end(one, reason, reason == Ending.EXPIRED || reason == Ending.FORCED ? one.delayMillis : 0);
    }

    void end(Held one, Ending reason, long blockedMillis) {
        held.remove(one);
        events.add(new LockEvent.Released(
                one.name,
                one.owner.number,
                one.owner.clientId,
                one.token,
                reason,
                model.clusterMillis - one.clusterMillis));
        history.add(one, reason);
        if (blockedMillis > 0) {
            blocked.merge(one.name, model.clusterMillis + blockedMillis, Math::max);
        }
        if (one.owner.grantKey != null) {
            drop(one.owner);
        }
    }

    private void drop(LiveSession session) {
        model.sessions.remove(session);
        model.idsToGiveOut.get(session.clientId / model.clientIdsPerServer).add(session.clientId);
    }

    void giveUp(Waiting one, Leaving reason) {
        leave(one, reason);
        answer(one, reason == Leaving.TIMEOUT ? new TimedOut() : new Cancelled());
        grantNext(one.names);
    }

    private void leave(Waiting one, Leaving reason) {
        waiting.remove(one);
        for (LockName name : one.names) {
            events.add(new LockEvent.Unqueued(name, one.session.number, one.session.clientId, reason));
        }
        if (one.session.grantKey != null) {
            drop(one.session);
        }
    }

    void answer(Waiting one, CommandResult answer) {
        one.asker.answers.put(one.request, answer);
        events.add(new LockEvent.Answered(one.names.get(0), one.asker.number, one.asker.clientId, one.request, answer));
    }

    /** Ends sessions all at once: none of them is granted what another releases. Returns how many locks became free. */
    int endSessions(List<LiveSession> ended, Leaving leaving, Ending ending) {
        List<LockName> changed = new ArrayList<>();
        for (LiveSession session : ended) {
            for (Waiting one : waitsOf(session)) {
                leave(one, leaving);
                changed.addAll(one.names);
            }
        }
        int released = 0;
        for (LiveSession session : ended) {
            for (Held one : heldBy(session)) {
                end(one, ending);
                changed.add(one.name);
                released++;
            }
            if (session.grantKey == null) {
                drop(session);
            }
        }
        grantNext(changed);
        return released;
    }

    /** Ends what is due, in the order of time; at one moment, delays first and leases last. */
    void passTime(long untilMillis) {
        while (nextDueMillis() <= untilMillis) {
            long due = nextDueMillis();
            LockName delayed = blocked.keySet().stream()
                    .filter(name -> blocked.get(name) == due)
                    .findFirst()
                    .orElse(null);
            Waiting late = waiting.stream()
                    .filter(one -> one.deadlineMillis == due)
                    .findFirst()
                    .orElse(null);
            if (delayed != null) {
                blocked.remove(delayed);
                grantNext(List.of(delayed));
            } else if (late != null) {
                giveUp(late, Leaving.TIMEOUT);
            } else {
                Held over = leased().stream()
                        .filter(one -> one.owner.leaseEndsMillis == due)
                        .min(Comparator.comparing(one -> one.owner.number))
                        .orElseThrow();
                end(over, Ending.EXPIRED);
                grantNext(List.of(over.name));
            }
        }
    }

    private List<Held> leased() {
        return held.stream().filter(one -> one.owner.grantKey != null).toList();
    }

    long nextDueMillis() {
        long due = Long.MAX_VALUE;
        for (Waiting one : waiting) {
            due = Math.min(due, one.deadlineMillis);
        }
        for (long until : blocked.values()) {
            due = Math.min(due, until);
        }
        for (Held one : leased()) {
            due = Math.min(due, one.owner.leaseEndsMillis);
        }
        return due;
    }

    /** Advances the queues in the order in which their locks became free; locks granted along with one come last. */
    void grantNext(List<LockName> changed) {
        List<LockName> names = new ArrayList<>(changed);
        while (!names.isEmpty()) {
            LockName name = names.remove(0);
            while (!queue(name).isEmpty() && mayHave(queue(name).get(0))) {
                Waiting first = queue(name).get(0);
                waiting.remove(first);
                long token = grant(
                        first.session,
                        first.names,
                        first.mode,
                        first.delayMillis,
                        model.clusterMillis - first.sinceMillis);
                answer(
                        first,
                        first.session.grantKey == null
                                ? new Granted(token)
                                : new Leased(token, first.session.clientId, first.session.leaseMillis));
                first.names.stream().filter(other -> !other.equals(name)).forEach(names::add);
            }
        }
    }

    /** Checks what must be true after any command; throws if it is not. */
    void check() {
        for (Waiting one : waiting) {
            if (mayHave(one)) {
                throw new AssertionError("waits though nothing is in the way: " + one.request);
            }
            if (!cycles.cycle(one.session).isEmpty()) {
                throw new AssertionError("waits in a cycle: " + one.request);
            }
        }
        for (LockName name : inUse()) {
            List<Held> holders = holders(name);
            if (holders.stream().anyMatch(one -> holders.size() > one.mode.holdersMax())) {
                throw new AssertionError("too many hold " + name);
            }
        }
    }
}
