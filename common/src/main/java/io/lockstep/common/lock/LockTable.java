package io.lockstep.common.lock;

import io.lockstep.common.command.LockName;
import io.lockstep.common.size.MapBytes;
import io.lockstep.common.size.MapSize;
import io.lockstep.common.table.SortedPages;
import io.lockstep.common.table.TicketQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks that are held, awaited or blocked, in the order of their names, and the counter of fencing tokens. A free
 * lock is not in the table. One sorted map serves both the lookup and the pages of a list: a second, hashed one would
 * cost a quarter more memory to save a microsecond at a million locks.
 */
final class LockTable {

    private final SortedPages<Lock> locks = new SortedPages<>();

    /** Those of them that have waiters. */
    private final TreeMap<String, Lock> awaited = new TreeMap<>();

    private final TicketQueue.Steps steps = new TicketQueue.Steps();
    private final MapSize size;
    private int heldCount;
    private long lastToken;

    LockTable(MapSize size) {
        this.size = size;
    }

    /** Returns how many locks are in the table. */
    int count() {
        return locks.size();
    }

    /** Returns how many locks are held. */
    int heldCount() {
        return heldCount;
    }

    /** Returns how many steps through wait queues were taken. */
    long queueSteps() {
        return steps.taken();
    }

    /** Returns the newest fencing token; 0 before the first grant. */
    long lastToken() {
        return lastToken;
    }

    long takeToken() {
        return ++lastToken;
    }

    @Nullable
    Lock get(LockName name) {
        return locks.get(name.text());
    }

    /** Returns the lock with this name, and adds it to the table if it is missing. */
    Lock of(LockName name) {
        Lock lock = locks.get(name.text());
        if (lock == null) {
            lock = new Lock(name);
            locks.add(lock);
            size.add(MapBytes.ofLock(name));
        }
        return lock;
    }

    /** Returns all locks of the table, in the order of their names. */
    Collection<Lock> all() {
        return locks.all();
    }

    /** Adds a grant to its lock and to its owner. Each owner's grants come in the order of tokens. */
    void hold(Grant grant, Session owner) {
        Lock lock = of(grant.name());
        heldCount += lock.isHeld() ? 0 : 1;
        grant.owner = owner;
        lock.addHolder(grant);
        owner.add(grant);
        size.add(MapBytes.ofGrant(grant.name(), grant.mode()));
    }

    /** Removes a grant from its lock and its owner. The lock stays in the table until {@link #dropIfIdle}. */
    Lock release(Grant grant) {
        Lock lock = of(grant.name());
        lock.removeHolder(grant);
        heldCount -= lock.isHeld() ? 0 : 1;
        grant.ownerInMap().remove(grant);
        grant.owner = null;
        size.add(-MapBytes.ofGrant(grant.name(), grant.mode()));
        return lock;
    }

    /** Adds a waiter at the end of the wait queue of a lock. */
    void enqueue(Lock lock, Waiter waiter) {
        lock.enqueue(waiter, steps);
        if (lock.waiting() == 1) {
            awaited.put(lock.name().text(), lock);
        }
    }

    /** Takes a waiter out of the wait queue of a lock. */
    void dequeue(Lock lock, Waiter waiter) {
        lock.dequeue(waiter);
        if (lock.waiting() == 0) {
            awaited.remove(lock.name().text());
        }
    }

    /** Removes a lock that is neither held, awaited nor blocked. */
    void dropIfIdle(Lock lock) {
        if (lock.isIdle()) {
            if (locks.remove(lock.name().text())) {
                size.add(-MapBytes.ofLock(lock.name()));
            }
        }
    }

    /**
     * Returns up to {@code limit} held locks whose names begin with {@code prefix} and are above {@code after}, in
     * order.
     */
    List<Lock> page(String prefix, String after, int limit) {
        boolean begin = after.compareTo(prefix) < 0;
        return page(locks.from(begin ? prefix : after, begin), prefix, limit);
    }

    /** The same, of the locks that have waiters. */
    List<Lock> awaited(String prefix, String after, int limit) {
        boolean begin = after.compareTo(prefix) < 0;
        return page(awaited.tailMap(begin ? prefix : after, begin).values().iterator(), prefix, limit);
    }

    private static List<Lock> page(Iterator<Lock> locks, String prefix, int limit) {
        List<Lock> page = new ArrayList<>();
        while (page.size() < limit && locks.hasNext()) {
            Lock next = locks.next();
            if (!next.name().text().startsWith(prefix)) {
                break;
            }
            if (next.isHeld()) {
                page.add(next);
            }
        }
        return page;
    }

    /** Returns whether a session holds a lock for which somebody waits. */
    boolean isAwaited(Session holder) {
        if (holder.locksHeld() < awaited.size()) {
            for (Grant grant : holder.held()) {
                if (of(grant.name()).waiting() > 0) {
                    return true;
                }
            }
            return false;
        }
        for (Lock lock : awaited.values()) {
            if (lock.grantOf(holder) != null) {
                return true;
            }
        }
        return false;
    }

    void restoreCounter(long token) {
        lastToken = token;
    }
}
