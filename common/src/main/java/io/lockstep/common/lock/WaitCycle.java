package io.lockstep.common.lock;

import io.lockstep.common.lock.CommandResult.Deadlock.Link;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a session that began to wait would close a circle of sessions that wait for one another. A session waits
 * for whoever holds what it waits for, and for whoever stands in line before it. A search through the sessions that this
 * one would wait for; looks at each of them once. Constant work for a session that has nothing: nobody waits for it.
 */
final class WaitCycle {

    /** How the search came to a session: from whom, who waits for what. */
    private record Step(Session from, LockName waitsFor) {}

    private final Session start;
    private final Map<Session, Step> cameBy = new HashMap<>();
    private final ArrayDeque<Session> toVisit = new ArrayDeque<>();

    /** Of each line, up to which ticket its places have been looked at. */
    private final Map<Lock, Long> lookedAt = new HashMap<>();

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
            for (Claim claim : next.claims()) {
                claim.locks().forEach(lock -> reach(next, lock, claim.ticket()));
            }
        }
        return cameBy.containsKey(start) ? cycle() : List.of();
    }

    /** {@code from} waits for this lock's holders, and for those in its line before {@code ticket}. */
    private void reach(Session from, Lock lock, long ticket) {
        Long looked = lookedAt.get(lock);
        if (looked != null && looked >= ticket) {
            return;
        }
        lookedAt.put(lock, ticket);
        Step step = new Step(from, lock.name());
        lock.holders().forEach(grant -> reach(grant.ownerInMap(), step));
        for (Claim claim : lock.line()) {
            if (claim.ticket() >= ticket) {
                break;
            }
            reach(claim.session(), step);
        }
    }

    private void reach(Session session, Step step) {
        if (session != step.from && cameBy.putIfAbsent(session, step) == null) {
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
}
