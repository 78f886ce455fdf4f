package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds who waits for whom over several locks: a lock whose holder waits for another lock, and so on. The longest chain
 * comes first. Pure.
 */
public final class WaitChains {

    private final Map<String, AwaitedLock> locks = new HashMap<>();

    /** By the number of a session: the names of the locks that it waits for. */
    private final Map<String, List<String>> waitsFor = new HashMap<>();

    private WaitChains(List<AwaitedLock> locks) {
        for (AwaitedLock lock : locks) {
            this.locks.put(lock.name(), lock);
            for (ServerLine waiter : lock.waiters()) {
                waitsFor.computeIfAbsent(session(waiter), none -> new ArrayList<>())
                        .add(lock.name());
            }
        }
    }

    /**
     * One step of a chain.
     *
     * @param lock its name
     * @param waiting how many requests wait for it
     * @param holder a row of WHO: a session that holds it, and waits for the lock of the next step, if there is one
     */
    public record Link(String lock, long waiting, ServerLine holder) {}

    /** Chains of two locks or more, of locks that were looked at at about the same time. */
    static List<List<Link>> of(List<AwaitedLock> locks) {
        WaitChains all = new WaitChains(locks);
        Set<String> inner = new HashSet<>();
        for (AwaitedLock lock : locks) {
            lock.holders().forEach(holder -> inner.addAll(all.waitsFor.getOrDefault(session(holder), List.of())));
        }
        return locks.stream()
                .filter(lock -> !inner.contains(lock.name()))
                .map(all::from)
                .filter(chain -> chain.size() > 1)
                .sorted(Comparator.comparing(chain -> -chain.size()))
                .toList();
    }

    /** Follows the first holder that waits. Two looks at different times could seem to close a cycle. */
    private List<Link> from(AwaitedLock first) {
        List<Link> chain = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        AwaitedLock lock = first;
        while (lock != null && seen.add(lock.name()) && !lock.holders().isEmpty()) {
            ServerLine holder = lock.holders().stream()
                    .filter(each -> next(each) != null)
                    .findFirst()
                    .orElse(lock.holders().get(0));
            chain.add(new Link(lock.name(), lock.waiting(), holder));
            lock = next(holder);
        }
        return chain;
    }

    private @Nullable AwaitedLock next(ServerLine holder) {
        List<String> names = waitsFor.getOrDefault(session(holder), List.of());
        return names.isEmpty() ? null : locks.get(names.get(0));
    }

    private static String session(ServerLine row) {
        return row.options().getOrDefault("session", "");
    }
}
