package io.lockstep.common.lock;

import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks that are held, stood in line for or blocked, in order of name, and the counter of fencing tokens. A free lock
 * is not in it. One sorted map serves both the single lock and the pages of a list: a second, hashed one would cost a
 * quarter more memory to save a microsecond at a million locks.
 */
final class LockTable {

    private final TreeMap<String, Lock> locks = new TreeMap<>();
    private final QueueSteps steps = new QueueSteps();
    private int heldCount;
    private long lastToken;

    /** How many locks are in the table. */
    int count() {
        return locks.size();
    }

    /** How many of them are held. */
    int heldCount() {
        return heldCount;
    }

    /** How many steps were taken through wait queues, place by place. */
    long queueSteps() {
        return steps.taken();
    }

    /** The token of the newest grant there has been; 0 before the first. */
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

    /** The lock of that name, put into the table if it is not there. */
    Lock of(LockName name) {
        Lock lock = locks.get(name.text());
        if (lock == null) {
            lock = new Lock(name, steps);
            locks.put(name.text(), lock);
        }
        return lock;
    }

    /** All that are in the table, in order of name. */
    Collection<Lock> all() {
        return locks.values();
    }

    /** Adds a grant to its lock and to what its owner holds; per owner, grants come in order of token. */
    void hold(Grant grant, Session owner) {
        Lock lock = of(grant.name());
        heldCount += lock.isHeld() ? 0 : 1;
        grant.owner = owner;
        lock.addHolder(grant);
        owner.held().add(grant);
    }

    /** Takes a grant away from its owner. The lock stays in the table until {@link #dropIfIdle}. */
    Lock release(Grant grant) {
        Lock lock = of(grant.name());
        lock.removeHolder(grant);
        heldCount -= lock.isHeld() ? 0 : 1;
        grant.ownerInMap().held().remove(grant);
        grant.owner = null;
        return lock;
    }

    /** Forgets a lock that nobody holds or waits for. */
    void dropIfIdle(Lock lock) {
        if (lock.isIdle()) {
            locks.remove(lock.name().text());
        }
    }

    /** Up to {@code limit} held locks in order of name: those whose name begins with {@code prefix} and is above {@code after}. */
    List<Lock> page(String prefix, String after, int limit) {
        boolean begin = after.compareTo(prefix) < 0;
        List<Lock> page = new ArrayList<>();
        for (Map.Entry<String, Lock> entry :
                locks.tailMap(begin ? prefix : after, begin).entrySet()) {
            if (page.size() >= limit || !entry.getKey().startsWith(prefix)) {
                break;
            }
            if (entry.getValue().isHeld()) {
                page.add(entry.getValue());
            }
        }
        return page;
    }

    void restoreCounter(long token) {
        lastToken = token;
    }
}
