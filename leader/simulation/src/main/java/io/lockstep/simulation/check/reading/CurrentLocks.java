package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.LockMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The locks at one moment of the log: three lists in the order of arrival, searched from end to end for every question.
 */
final class CurrentLocks {

    final List<Ownership> held = new ArrayList<>();
    final List<LoggedWait> queue = new ArrayList<>();
    final TreeMap<String, LoggedDelay> blocked = new TreeMap<>();
    int locksPerClient;
    long leaseMillisMax;

    List<Ownership> holders(String name) {
        return held.stream().filter(each -> each.name.equals(name)).toList();
    }

    List<LoggedWait> queue(String name) {
        return queue.stream().filter(each -> each.names.contains(name)).toList();
    }

    /** Returns the waiting request of this session; null if it does not wait. */
    @Nullable
    LoggedWait waiting(long asker, long request) {
        return queue.stream()
                .filter(each -> each.asker == asker && each.request == request)
                .findFirst()
                .orElse(null);
    }

    boolean hasRoom(String name, LockMode mode) {
        List<Ownership> holders = holders(name);
        return !blocked.containsKey(name)
                && holders.size() < mode.holdersMax()
                && holders.stream().allMatch(each -> each.mode.equals(mode));
    }

    boolean mayBeGranted(LoggedWait wait) {
        return wait.names.stream().allMatch(name -> queue(name).get(0) == wait && hasRoom(name, wait.mode));
    }

    static boolean hasAny(List<String> some, List<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    boolean exceedsLimit(LoggedSession session, int more) {
        return locksPerClient > 0 && locksOf(number -> number == session.number) + more > locksPerClient;
    }

    /** Returns how many locks these sessions hold and wait for. */
    long locksOf(Predicate<Long> sessions) {
        long has = held.stream().filter(each -> sessions.test(each.session)).count();
        long waitsFor = queue.stream()
                .filter(each -> sessions.test(each.session))
                .mapToLong(each -> each.names.size())
                .sum();
        return has + waitsFor;
    }

    /** Returns how many requests of these sessions wait. */
    long waitersOf(Predicate<Long> sessions) {
        return queue.stream().filter(each -> sessions.test(each.session)).count();
    }

    boolean disagrees(List<String> names, LockMode mode) {
        Predicate<LockMode> other = each -> permits(each) != permits(mode);
        return held.stream().anyMatch(each -> names.contains(each.name) && other.test(each.mode))
                || queue.stream().anyMatch(each -> hasAny(each.names, names) && other.test(each.mode));
    }

    /** Returns the permits that the request named; 0 if none. */
    private static int permits(LockMode mode) {
        return mode.equals(LockMode.EXCLUSIVE) || mode.equals(LockMode.SHARED) ? 0 : mode.holdersMax();
    }

    /** Returns whether a session that this one would wait for already waits for it, directly or through others. */
    boolean closesCycle(long session, List<String> names) {
        Set<Long> reached = new HashSet<>();
        List<Long> toGoOnFrom = new ArrayList<>(inTheWay(names, queue.size()));
        while (!toGoOnFrom.isEmpty()) {
            long next = toGoOnFrom.remove(0);
            if (reached.add(next)) {
                for (int i = 0; i < queue.size(); i++) {
                    if (queue.get(i).session == next) {
                        toGoOnFrom.addAll(inTheWay(queue.get(i).names, i));
                    }
                }
            }
        }
        return reached.contains(session);
    }

    /** Returns the sessions that hold one of these locks or are among its first {@code before} waiters. */
    private Set<Long> inTheWay(List<String> names, int before) {
        Set<Long> inTheWay = new HashSet<>();
        held.stream().filter(each -> names.contains(each.name)).forEach(each -> inTheWay.add(each.session));
        queue.subList(0, before).stream()
                .filter(each -> hasAny(each.names, names))
                .forEach(each -> inTheWay.add(each.session));
        return inTheWay;
    }
}
