package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation.Result;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A resource in this process, with its fencing guard. */
public final class GuardedResource implements Resource {

    private final Map<String, Long> highest = new ConcurrentHashMap<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();

    @Override
    public Result write(String lock, long token) {
        boolean fresh = highest.merge(lock, token, Math::max) == token;
        (fresh ? accepted : rejected).incrementAndGet();
        return fresh ? Result.OK : Result.REJECTED;
    }

    /** The highest token seen for this lock; 0 if there is none. */
    public long highest(String lock) {
        return highest.getOrDefault(lock, 0L);
    }

    /** The number of accepted writes. */
    public long accepted() {
        return accepted.get();
    }

    /** The number of rejected writes. */
    public long rejected() {
        return rejected.get();
    }
}
