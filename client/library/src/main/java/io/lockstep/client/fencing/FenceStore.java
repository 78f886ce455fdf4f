package io.lockstep.client.fencing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a {@link FenceGuard} keeps the largest token of each resource. A store that outlives the process, best one that is
 * written in the same transaction as the resource itself, keeps a stale holder out after a restart, too. The guard calls
 * it for one resource in one thread at a time. What cannot be read or written is thrown, unchecked: then the guard lets
 * nobody pass.
 */
public interface FenceStore {

    /** The largest token stored for that resource; 0 if there is none. */
    long largest(String resource);

    /** Stores a larger one. The guard lets its bearer pass only after this returned. */
    void store(String resource, long token);

    /** A store in memory, which forgets when the process ends. */
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
