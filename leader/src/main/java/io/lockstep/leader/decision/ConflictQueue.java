package io.lockstep.leader.decision;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests in line behind proposals that touch the same lock or session: the leader decides against what has been
 * applied, so what rests on a proposal under way waits for it. Costs constant work for each request that moves on, however
 * many wait.
 *
 * @param <R> a request that waits
 */
final class ConflictQueue<R> {

    private final Map<Object, ArrayDeque<R>> waitingByKey = new HashMap<>();

    /** The first of {@code keys} that a proposal under way touches; null if none. */
    @Nullable
    Object firstTouched(List<Object> keys) {
        for (Object key : keys) {
            if (waitingByKey.containsKey(key)) {
                return key;
            }
        }
        return null;
    }

    /** A proposal that touches {@code keys}, none of them touched so far, is under way. */
    void touch(List<Object> keys) {
        for (Object key : keys) {
            if (waitingByKey.put(key, new ArrayDeque<>(0)) != null) {
                throw new IllegalStateException("two proposals under way touch " + key);
            }
        }
    }

    /** Puts a request in line behind the proposal that touches {@code key}. */
    void await(Object key, R request) {
        ArrayDeque<R> line = waitingByKey.get(key);
        if (line == null) {
            throw new IllegalStateException("nothing under way touches " + key);
        }
        line.add(request);
    }

    /**
     * The proposal that touched {@code key} has been applied, or is certain not to be.
     *
     * @return the requests that stood in line behind it, in order; those that must wait again come back by {@link #await}
     */
    ArrayDeque<R> release(Object key) {
        ArrayDeque<R> line = waitingByKey.remove(key);
        if (line == null) {
            throw new IllegalStateException("nothing under way touched " + key);
        }
        return line;
    }

    /**
     * Puts requests that already stood in line, in their order, behind the proposal that now touches {@code key}. They come
     * before those that are behind it already: an answer given a moment ago may have brought new requests.
     */
    void awaitAgain(Object key, ArrayDeque<R> requests) {
        ArrayDeque<R> newer = waitingByKey.put(key, requests);
        if (newer == null) {
            throw new IllegalStateException("nothing under way touches " + key);
        }
        requests.addAll(newer);
    }

    /** Every request in line, anywhere. */
    List<R> waiting() {
        return waitingByKey.values().stream().flatMap(ArrayDeque::stream).toList();
    }
}
