package io.lockstep.common.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One lock that is held, awaited, or blocked by lock-delay. Any other lock is in no table and takes no memory.
 *
 * <p>Most locks have one holder and an empty wait queue, and there may be a million of them. So the collections for
 * further holders and waiters exist only while they are needed.
 */
final class Lock {

    private final LockName name;
    private final LockTable.QueueSteps steps;

    /** The only holder; null if there is none or more than one. */
    private @Nullable Grant holder;

    /** The holders by session number, oldest first, while there is more than one; null otherwise. */
    private @Nullable Map<Long, Grant> holders;

    /** The waiters by ticket, first come first; null while there is none. */
    private @Nullable Map<Long, Waiter> queue;

    /** Cluster time at which lock-delay ends; 0 if the lock is not blocked. */
    private long blockedUntilMillis;

    Lock(LockName name, LockTable.QueueSteps steps) {
        this.name = name;
        this.steps = steps;
    }

    LockName name() {
        return name;
    }

    boolean isIdle() {
        return holder == null && holders == null && queue == null && blockedUntilMillis == 0;
    }

    boolean isHeld() {
        return holder != null || holders != null;
    }

    int holderCount() {
        return holder != null ? 1 : holders == null ? 0 : holders.size();
    }

    /** Returns the holders, oldest first. */
    Collection<Grant> holders() {
        return holder != null ? List.of(holder) : holders == null ? List.of() : holders.values();
    }

    /** Returns the oldest grant; null if the lock is not held. */
    @Nullable
    Grant oldest() {
        return holders == null ? holder : holders.values().iterator().next();
    }

    /** Returns this session's grant; null if it does not hold the lock. */
    @Nullable
    Grant grantOf(Session session) {
        if (holders != null) {
            return holders.get(session.number());
        }
        return holder != null && holder.owner == session ? holder : null;
    }

    /** Returns whether one more session can hold the lock in this mode now, regardless of waiters. */
    boolean hasRoomFor(LockMode mode) {
        if (blockedUntilMillis != 0) {
            return false;
        }
        Grant oldest = oldest();
        return oldest == null || (oldest.mode().equals(mode) && holderCount() < mode.holdersMax());
    }

    /** Returns the mode of the holders or, without holders, of the first waiter; null without either. */
    @Nullable
    LockMode modeInUse() {
        Grant oldest = oldest();
        if (oldest != null) {
            return oldest.mode();
        }
        Waiter first = firstWaiter();
        return first == null ? null : first.mode();
    }

    void addHolder(Grant grant) {
        if (holders == null && holder == null) {
            holder = grant;
            return;
        }
        if (holders == null) {
            holders = new LinkedHashMap<>();
            Grant only = holder;
            if (only != null) {
                holders.put(only.ownerInMap().number(), only);
            }
            holder = null;
        }
        if (holders.put(grant.ownerInMap().number(), grant) != null) {
            throw new IllegalStateException("granted twice to one session: " + name);
        }
    }

    /** Orders the holders by token. A snapshot brings them in the order of their sessions. */
    void sortHolders() {
        if (holders != null) {
            List<Grant> sorted = new ArrayList<>(holders.values());
            sorted.sort(Comparator.comparingLong(Grant::token));
            holders.clear();
            sorted.forEach(grant -> holders.put(grant.ownerInMap().number(), grant));
        }
    }

    void removeHolder(Grant grant) {
        if (holder == grant) {
            holder = null;
            return;
        }
        if (holders == null || !holders.remove(grant.ownerInMap().number(), grant)) {
            throw new IllegalStateException("not a holder of " + name);
        }
        if (holders.size() == 1) {
            holder = holders.values().iterator().next();
            holders = null;
        }
    }

    int waiting() {
        return queue == null ? 0 : queue.size();
    }

    /** Returns the waiters, first come first. Each step of an iterator is counted. */
    Collection<Waiter> queue() {
        return queue == null ? List.of() : steps.counting(queue.values());
    }

    @Nullable
    Waiter firstWaiter() {
        return queue == null ? null : queue.values().iterator().next();
    }

    /** Adds a waiter at the end of the wait queue. */
    void enqueue(Waiter waiter) {
        if (queue == null) {
            queue = new LinkedHashMap<>();
        }
        queue.put(waiter.ticket(), waiter);
    }

    void dequeue(Waiter waiter) {
        if (queue == null || queue.remove(waiter.ticket()) == null) {
            throw new IllegalStateException("not waiting for " + name);
        }
        if (queue.isEmpty()) {
            queue = null;
        }
    }

    long blockedUntilMillis() {
        return blockedUntilMillis;
    }

    /** Blocks the lock until this moment of cluster time; 0 unblocks it. */
    void block(long untilMillis) {
        blockedUntilMillis = untilMillis;
    }
}
