package io.lockstep.common.protocol;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests without the options that most requests do not have. */
final class PlainRequests {

    private PlainRequests() {}

    static Request hello(long ttlMillis, String label, Request.@Nullable Resume resume, long index) {
        return new Request.Hello(ttlMillis, label, resume, index, false);
    }

    /** A LOCK for the session. */
    static Request.Lock takes(List<LockName> names, LockMode mode, long waitMillis, long delayMillis, long number) {
        return new Request.Lock(names, mode, waitMillis, delayMillis, number, null);
    }
}
