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
 * Looks whether a session that began to wait would close a circle of sessions that wait for one another. A session waits
 * for whoever holds what it waits for, and for whoever stands in line before it. A search through the sessions that this
 * one would wait for, which looks at each of them, and at each place in line, once. Constant work for a session that has nothing: nobody waits for it.
 */
final class WaitCycle {

    /** How the search came to a session: from whom, who waits for what. */
    private record Step(Session from, LockName waitsFor) {}

    private final Session start;
    private final Map<Session, Step> cameBy = new HashMap<>();
    private final ArrayDeque<Session> toVisit = new ArrayDeque<>();

    /** Of each lock that the search came to, who in its line it has not come to. */
    private final Map<Lock, RestOfLine> lines = new HashMap<>();

    WaitCycle(Session start) {
        this.start = start;
    }

    /** The circle that waiting at the end of the lines of these locks would close; empty if none. Skips nulls. */
    List<Link> through(Stream<@Nullable Lock> locks) {
        if (start.locksHeld() == 0 && start.locksClaimed() == 0) {
            return List.of();
        }
        locks.forEach(lock -> {
            if (lock != null) {
                reach(start, lock, Long.MAX_VALUE);
            }
        });
        while (!cameBy.containsKey(start) && !toVisit.isEmpty()) {
            Session next = toVisit.remove();
            for (Waiter claim : next.claims()) {
                claim.locks().forEach(lock -> reach(next, lock, claim.ticket()));
            }
        }
        return cameBy.containsKey(start) ? cycle() : List.of();
    }

    /** {@code from} waits for this lock's holders, and for those in its line before {@code ticket}. */
    private void reach(Session from, Lock lock, long ticket) {
        Step step = new Step(from, lock.name());
        RestOfLine rest = lines.get(lock);
        if (rest == null) {
            lock.holders().forEach(grant -> reach(grant.ownerInMap(), step));
            rest = new RestOfLine(lock.line().iterator());
            lines.put(lock, rest);
        }
        for (Waiter claim = rest.nextBefore(ticket); claim != null; claim = rest.nextBefore(ticket)) {
            reach(claim.session(), step);
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

    /** So that each place is looked at once, however many sessions of one line the search comes to. */
    private static final class RestOfLine {

        private final Iterator<Waiter> claims;
        private @Nullable Waiter next;

        RestOfLine(Iterator<Waiter> claims) {
            this.claims = claims;
        }

        /** Takes the next one, if it stands before {@code ticket}; null if none does. */
        @Nullable
        Waiter nextBefore(long ticket) {
            if (next == null && claims.hasNext()) {
                next = claims.next();
            }
            if (next == null || next.ticket() >= ticket) {
                return null;
            }
            Waiter claim = next;
            next = null;
            return claim;
        }
    }
}
