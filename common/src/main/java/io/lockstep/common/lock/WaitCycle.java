package io.lockstep.common.lock;

import io.lockstep.common.command.CommandResult.Deadlock.Link;
import io.lockstep.common.command.LockName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cycle of waiting sessions that one more wait would close. A session waits for the holders of the locks it
 * asks for and for the waiters ahead of it.
 *
 * <p>A request for a grant with its own lease is a client of its own, which holds nothing while it waits. So it closes
 * no cycle.
 *
 * <p>Breadth-first search over the wait-for graph; visits each session and each queue position once. A session for
 * which nobody waits cannot close a cycle. So it costs no search to wait in a long queue, also for one that holds other
 * locks.
 */
final class WaitCycle {

    /** How the search reached a session: {@code from} waits for it because of {@code waitsFor}. */
    private record Step(Session from, LockName waitsFor) {}

    private final Session start;
    private final LockTable locks;
    private final Map<Session, Step> cameBy = new HashMap<>();
    private final ArrayDeque<Session> toVisit = new ArrayDeque<>();

    /** The unvisited rest of each wait queue that the search has reached. */
    private final Map<Lock, RestOfQueue> queues = new HashMap<>();

    WaitCycle(Session start, LockTable locks) {
        this.start = start;
        this.locks = locks;
    }

    /** Returns the cycle that waiting for these locks would close; empty if there is none. Skips nulls. */
    List<Link> through(Stream<@Nullable Lock> asked) {
        if (start.locksAwaited() == 0 && !locks.isAwaited(start)) {
            return List.of();
        }
        asked.forEach(lock -> {
            if (lock != null) {
                reach(start, lock, Long.MAX_VALUE);
            }
        });
        while (!cameBy.containsKey(start) && !toVisit.isEmpty()) {
            Session next = toVisit.remove();
            for (Waiter waiter : next.waiters()) {
                if (waiter.isForAsker()) {
                    waiter.locks().forEach(lock -> reach(next, lock, waiter.ticket()));
                }
            }
        }
        return cameBy.containsKey(start) ? cycle() : List.of();
    }

    /**
     * Visits the sessions that {@code from} waits for: the holders of this lock and the waiters before {@code ticket}.
     */
    private void reach(Session from, Lock lock, long ticket) {
        Step step = new Step(from, lock.name());
        RestOfQueue rest = queues.get(lock);
        if (rest == null) {
            lock.holders().forEach(grant -> reach(grant.ownerInMap(), step));
            rest = new RestOfQueue(lock.queue().iterator());
            queues.put(lock, rest);
        }
        for (Waiter waiter = rest.nextBefore(ticket); waiter != null; waiter = rest.nextBefore(ticket)) {
            reach(waiter.session(), step);
        }
    }

    private void reach(Session session, Step step) {
        if (cameBy.putIfAbsent(session, step) == null) {
            toVisit.add(session);
        }
    }

    private List<Link> cycle() {
        List<Link> backwards = new ArrayList<>();
        Session at = start;
        do {
            Step step = cameBy.get(at);
            if (step == null) {
                throw new IllegalStateException("the search came from nowhere");
            }
            backwards.add(new Link(step.from.clientId(), step.waitsFor));
            at = step.from;
        } while (at != start);
        Collections.reverse(backwards);
        return backwards;
    }

    /** An iterator over a wait queue that all sessions waiting in it share, so that each position is visited once. */
    private static final class RestOfQueue {

        private final Iterator<Waiter> waiters;
        private @Nullable Waiter next;

        RestOfQueue(Iterator<Waiter> waiters) {
            this.waiters = waiters;
        }

        /** Returns the next waiter if its ticket is before {@code ticket}; null otherwise. */
        @Nullable
        Waiter nextBefore(long ticket) {
            if (next == null && waiters.hasNext()) {
                next = waiters.next();
            }
            if (next == null || next.ticket() >= ticket) {
                return null;
            }
            Waiter waiter = next;
            next = null;
            return waiter;
        }
    }
}
