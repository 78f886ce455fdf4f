package io.lockstep.common.record;

import io.lockstep.common.command.LockName;
import io.lockstep.common.command.PastGrant;
import io.lockstep.common.size.MapBytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest grants that have ended, up to a bound in bytes. Adding one, and dropping the oldest, takes the same time
 * however many there are; so does finding the newest of a lock. One thread at a time may use it.
 */
public final class GrantHistory {

    private final ArrayDeque<Past> inOrder = new ArrayDeque<>();
    private final Map<LockName, Past> newest = new HashMap<>();
    private long bytesMax;
    private long bytes;
    private long lastNumber;
    private long droppedWallMillis;

    /** A grant, linked with the others of the same lock. */
    private static final class Past {
        final PastGrant grant;

        @Nullable
        Past older;

        @Nullable
        Past newer;

        Past(PastGrant grant) {
            this.grant = grant;
        }
    }

    /** Makes an empty history that keeps nothing until it has a bound. */
    public GrantHistory() {}

    /** Sets the bound in bytes, as {@link MapBytes} estimates them; 0 to keep nothing. */
    public void bound(long most) {
        bytesMax = most;
    }

    /** Returns the number of the last grant that has ended; 0 if there was none. */
    public long lastNumber() {
        return lastNumber;
    }

    /** Adds a grant, which has the number after {@link #lastNumber}. The oldest go if there are too many bytes. */
    public void add(PastGrant grant) {
        lastNumber = grant.number();
        Past past = new Past(grant);
        inOrder.add(past);
        bytes += MapBytes.ofPastGrant(grant);
        past.older = newest.put(grant.name(), past);
        if (past.older != null) {
            past.older.newer = past;
        }
        while (bytes > bytesMax) {
            drop(inOrder.remove());
        }
    }

    private void drop(Past oldest) {
        bytes -= MapBytes.ofPastGrant(oldest.grant);
        droppedWallMillis = Math.max(droppedWallMillis, oldest.grant.untilWallMillis());
        if (oldest.newer == null) {
            newest.remove(oldest.grant.name());
        } else {
            oldest.newer.older = null;
        }
    }

    /**
     * Returns the grants of a lock, newest first.
     *
     * @param before only those with lower numbers
     * @param wanted only these
     * @param limit the most to return
     */
    public List<PastGrant> page(LockName name, long before, Predicate<PastGrant> wanted, int limit) {
        List<PastGrant> page = new ArrayList<>();
        for (Past past = newest.get(name); past != null && page.size() < limit; past = past.older) {
            if (past.grant.number() < before && wanted.test(past.grant)) {
                page.add(past.grant);
            }
        }
        return page;
    }

    /** Returns all grants, oldest first. Copies references. */
    public List<PastGrant> all() {
        List<PastGrant> all = new ArrayList<>(inOrder.size());
        inOrder.forEach(past -> all.add(past.grant));
        return all;
    }

    /** Returns the grants with higher numbers than this one, oldest first. Visits no others. */
    public List<PastGrant> after(long number) {
        List<PastGrant> after = new ArrayList<>();
        Iterator<Past> newestFirst = inOrder.descendingIterator();
        while (newestFirst.hasNext()) {
            PastGrant grant = newestFirst.next().grant;
            if (grant.number() <= number) {
                break;
            }
            after.add(grant);
        }
        Collections.reverse(after);
        return after;
    }

    /** Returns how many grants there are. */
    public int count() {
        return inOrder.size();
    }

    /** Returns how many bytes they take, as {@link MapBytes} estimates them. */
    public long bytes() {
        return bytes;
    }

    /** Returns the bound in bytes; 0 if nothing is kept. */
    public long bytesMax() {
        return bytesMax;
    }

    /** Returns when the last of the grants ended that are no longer here; 0 if there are none. */
    public long droppedWallMillis() {
        return droppedWallMillis;
    }

    /** Adds what a snapshot has to an empty history: its counter, when it dropped a grant last, and its grants. */
    public void restore(long number, long dropped, List<PastGrant> grants) {
        grants.forEach(this::add);
        lastNumber = number;
        droppedWallMillis = dropped;
    }
}
