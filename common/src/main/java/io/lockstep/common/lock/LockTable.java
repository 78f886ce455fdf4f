package io.lockstep.common.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks that are held, in order of name, and the counter of fencing tokens. A free lock is not in it. One sorted map
 * serves both the single lock and the pages of a list: a second, hashed one would cost a quarter more memory to save a
 * microsecond at a million locks.
 */
final class LockTable {

    private final TreeMap<String, Grant> held = new TreeMap<>();
    private long lastToken;

    int count() {
        return held.size();
    }

    /** The token of the newest grant there has been; 0 before the first. */
    long lastToken() {
        return lastToken;
    }

    @Nullable
    Grant get(LockName name) {
        return held.get(name.text());
    }

    /** Gives a free lock to {@code owner}, under the next token. */
    void grant(LockName name, Session owner, long clusterMillis, long wallMillis) {
        lastToken++;
        add(new Grant(name, lastToken, clusterMillis, wallMillis), owner);
    }

    void release(Grant grant) {
        held.remove(grant.name().text());
        Session owner = grant.owner;
        if (owner == null) {
            throw new IllegalStateException("released twice: " + grant.name());
        }
        owner.held().remove(grant);
        grant.owner = null;
    }

    void releaseAll(Session owner) {
        for (Grant grant = owner.held().first();
                grant != null;
                grant = owner.held().first()) {
            release(grant);
        }
    }

    /** Up to {@code limit} grants in order of name: those whose name begins with {@code prefix} and is above {@code after}. */
    List<Grant> page(String prefix, String after, int limit) {
        boolean begin = after.compareTo(prefix) < 0;
        List<Grant> page = new ArrayList<>();
        for (Map.Entry<String, Grant> lock :
                held.tailMap(begin ? prefix : after, begin).entrySet()) {
            if (page.size() >= limit || !lock.getKey().startsWith(prefix)) {
                break;
            }
            page.add(lock.getValue());
        }
        return page;
    }

    void restoreCounter(long token) {
        lastToken = token;
    }

    /** Puts back a grant as it was; per owner, grants come in order of token. */
    void restore(Grant image, Session owner) {
        add(new Grant(image.name(), image.token(), image.sinceClusterMillis(), image.sinceWallMillis()), owner);
    }

    private void add(Grant grant, Session owner) {
        grant.owner = owner;
        if (held.put(grant.name().text(), grant) != null) {
            throw new IllegalStateException("granted twice: " + grant.name());
        }
        owner.held().add(grant);
    }
}
