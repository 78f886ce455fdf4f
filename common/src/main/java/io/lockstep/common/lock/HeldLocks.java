package io.lockstep.common.lock;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grants of one session, in the order of tokens. Adding and removing take constant time. */
final class HeldLocks {

    @Nullable
    private Grant first;

    @Nullable
    private Grant last;

    private int count;

    int count() {
        return count;
    }

    /** Returns the oldest grant; null if there is none. */
    @Nullable
    Grant first() {
        return first;
    }

    void add(Grant grant) {
        grant.previous = last;
        if (last == null) {
            first = grant;
        } else {
            last.next = grant;
        }
        last = grant;
        count++;
    }

    void remove(Grant grant) {
        Grant previous = grant.previous;
        Grant next = grant.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previous = previous;
        }
        grant.previous = null;
        grant.next = null;
        count--;
    }

    List<Grant> toList() {
        if (first == null) {
            return List.of();
        }
        List<Grant> grants = new ArrayList<>(count);
        for (Grant grant = first; grant != null; grant = grant.next) {
            grants.add(grant);
        }
        return grants;
    }
}
