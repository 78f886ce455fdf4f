package io.lockstep.client.fencing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the largest token of each resource for a {@link FenceGuard}. A store that outlives the process, at best one
 * that is written in the same transaction as the resource, also keeps a stale holder out after a restart. The guard
 * calls it from one thread at a time for each resource. A store that cannot read or write throws an unchecked
 * exception; the guard then refuses every token.
 */
public interface FenceStore {

    /** The largest token stored for the resource; 0 if there is none. */
    long largest(String resource);

    /** Stores a larger token. The guard lets its bearer pass only after this returns. */
    void store(String resource, long token);

    /** A store in memory, which is empty again when the process restarts. */
    static FenceStore inMemory() {
        Map<String, Long> tokens = new ConcurrentHashMap<>();
        return new FenceStore() {
            @Override
            public long largest(String resource) {
                return tokens.getOrDefault(resource, 0L);
            }

            @Override
            public void store(String resource, long token) {
                tokens.put(resource, token);
            }
        };
    }
}
