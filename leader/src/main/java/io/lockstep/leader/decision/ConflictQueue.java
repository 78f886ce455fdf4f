package io.lockstep.leader.decision;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queues requests behind proposals that touch the same lock or session. The leader decides against the applied map, so
 * a request that depends on a proposal in progress waits for it. Each request that moves on costs constant work,
 * however many wait.
 *
 * @param <R> a request that waits
 */
final class ConflictQueue<R> {

    private final Map<Object, ArrayDeque<R>> waitingByKey = new HashMap<>();

    /** For the many keys behind which no request waits. Stays empty. */
    private final ArrayDeque<R> nobody = new ArrayDeque<>(0);

    /** The first of {@code keys} that a proposal in progress touches; null if none. */
    @Nullable
    Object firstTouched(List<Object> keys) {
        for (Object key : keys) {
            if (waitingByKey.containsKey(key)) {
                return key;
            }
        }
        return null;
    }

    /** Marks {@code keys}, none of which is touched so far, as touched by a new proposal. */
    void touch(List<Object> keys) {
        for (Object key : keys) {
            if (waitingByKey.put(key, nobody) != null) {
                throw new IllegalStateException("two proposals in progress touch " + key);
            }
        }
    }

    /** Queues a request behind the proposal that touches {@code key}. */
    void await(Object key, R request) {
        ArrayDeque<R> queued = waitingByKey.get(key);
        if (queued == null) {
            throw new IllegalStateException("no proposal in progress touches " + key);
        }
        if (queued == nobody) {
            queued = new ArrayDeque<>();
            waitingByKey.put(key, queued);
        }
        queued.add(request);
    }

    /**
     * The proposal that touched {@code key} has been applied, or certainly never will be.
     *
     * @return the requests queued behind it, in order; the caller queues those that must wait again with {@link #await}
     */
    ArrayDeque<R> release(Object key) {
        ArrayDeque<R> queued = waitingByKey.remove(key);
        if (queued == null) {
            throw new IllegalStateException("no proposal in progress touched " + key);
        }
        return queued;
    }

    /**
     * Queues requests that waited before, in their order, behind the proposal that now touches {@code key}. They come
     * before the requests that are queued there already: an answer given a moment ago may have brought new requests.
     */
    void awaitAgain(Object key, ArrayDeque<R> requests) {
        ArrayDeque<R> newer = waitingByKey.put(key, requests);
        if (newer == null) {
            throw new IllegalStateException("no proposal in progress touches " + key);
        }
        requests.addAll(newer);
    }

    /** All queued requests. */
    List<R> waiting() {
        return waitingByKey.values().stream().flatMap(ArrayDeque::stream).toList();
    }
}
