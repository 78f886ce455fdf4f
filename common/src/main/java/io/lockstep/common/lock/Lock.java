package io.lockstep.common.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.table.SortedPages;
import io.lockstep.common.table.TicketQueue;
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
 * <p>Most locks have one holder, an empty wait queue and no lock-delay, and there may be a million of them. So what is
 * there for other locks exists only while it is needed.
 */
final class Lock implements SortedPages.Named {

    private final LockName name;

    /** The only holder; null if there is none or more than one. */
    private @Nullable Grant holder;

    /** What most locks do not have; null while there is none of it. */
    private @Nullable Rest rest;

    private static final class Rest {

        /** The holders by session number, oldest first, while there is more than one; null otherwise. */
        @Nullable
        Map<Long, Grant> holders;

        /** The waiters; null while there is none. */
        @Nullable
        TicketQueue<Waiter> queue;

        /** Cluster time at which lock-delay ends; 0 if the lock is not blocked. */
        long blockedUntilMillis;

        boolean isEmpty() {
            return holders == null && queue == null && blockedUntilMillis == 0;
        }
    }

    Lock(LockName name) {
        this.name = name;
    }

    LockName name() {
        return name;
    }

    @Override
    public String nameText() {
        return name.text();
    }

    private Rest rest() {
        if (rest == null) {
            rest = new Rest();
        }
        return rest;
    }

    private void dropRestIfEmpty() {
        if (rest != null && rest.isEmpty()) {
            rest = null;
        }
    }

    private @Nullable Map<Long, Grant> severalHolders() {
        return rest == null ? null : rest.holders;
    }

    private @Nullable TicketQueue<Waiter> waiters() {
        return rest == null ? null : rest.queue;
    }

    boolean isIdle() {
        return holder == null && rest == null;
    }

    boolean isHeld() {
        return holder != null || severalHolders() != null;
    }

    int holderCount() {
        Map<Long, Grant> holders = severalHolders();
        return holder != null ? 1 : holders == null ? 0 : holders.size();
    }

    /** Returns the holders, oldest first. */
    Collection<Grant> holders() {
        Map<Long, Grant> holders = severalHolders();
        return holder != null ? List.of(holder) : holders == null ? List.of() : holders.values();
    }

    /** Returns the oldest grant; null if the lock is not held. */
    @Nullable
    Grant oldest() {
        Map<Long, Grant> holders = severalHolders();
        return holders == null ? holder : holders.values().iterator().next();
    }

    /** Returns this session's grant; null if it does not hold the lock. */
    @Nullable
    Grant grantOf(Session session) {
        Map<Long, Grant> holders = severalHolders();
        if (holders != null) {
            return holders.get(session.number());
        }
        return holder != null && holder.owner == session ? holder : null;
    }

    /** Returns whether one more session can hold the lock in this mode now, regardless of waiters. */
    boolean hasRoomFor(LockMode mode) {
        if (blockedUntilMillis() != 0) {
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
        Map<Long, Grant> holders = severalHolders();
        if (holders == null && holder == null) {
            holder = grant;
            return;
        }
        if (holders == null) {
            holders = new LinkedHashMap<>();
            rest().holders = holders;
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
        Map<Long, Grant> holders = severalHolders();
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
        Map<Long, Grant> holders = severalHolders();
        if (holders == null || !holders.remove(grant.ownerInMap().number(), grant)) {
            throw new IllegalStateException("not a holder of " + name);
        }
        if (holders.size() == 1) {
            holder = holders.values().iterator().next();
            rest().holders = null;
            dropRestIfEmpty();
        }
    }

    int waiting() {
        TicketQueue<Waiter> queue = waiters();
        return queue == null ? 0 : queue.size();
    }

    /** Returns the waiters, first come first. */
    Collection<Waiter> queue() {
        TicketQueue<Waiter> queue = waiters();
        return queue == null ? List.of() : queue.all();
    }

    @Nullable
    Waiter firstWaiter() {
        TicketQueue<Waiter> queue = waiters();
        return queue == null ? null : queue.first();
    }

    /** Returns the position of a waiter in the wait queue, from 1. */
    int positionOf(Waiter waiter) {
        TicketQueue<Waiter> queue = waiters();
        return queue == null ? 0 : queue.positionOf(waiter);
    }

    /**
     * Adds a waiter at the end of the wait queue.
     *
     * @param steps counts the steps through the queue
     */
    void enqueue(Waiter waiter, TicketQueue.Steps steps) {
        Rest rest = rest();
        if (rest.queue == null) {
            rest.queue = new TicketQueue<>(steps);
        }
        rest.queue.add(waiter);
    }

    void dequeue(Waiter waiter) {
        TicketQueue<Waiter> queue = waiters();
        if (queue == null || !queue.remove(waiter)) {
            throw new IllegalStateException("not waiting for " + name);
        }
        if (queue.isEmpty()) {
            rest().queue = null;
            dropRestIfEmpty();
        }
    }

    long blockedUntilMillis() {
        return rest == null ? 0 : rest.blockedUntilMillis;
    }

    /** Blocks the lock until this moment of cluster time; 0 unblocks it. */
    void block(long untilMillis) {
        rest().blockedUntilMillis = untilMillis;
        dropRestIfEmpty();
    }
}
