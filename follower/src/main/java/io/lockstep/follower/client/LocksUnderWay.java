package io.lockstep.follower.client;

import io.lockstep.common.protocol.Request;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The LOCK requests of one connection that have no answer yet, for CANCEL and for answers from the log. */
final class LocksUnderWay {

    /** Requests without a number from the server; the client may have chosen one. */
    private final Set<ClientRequest> unnumbered = new LinkedHashSet<>(0);

    private final Map<Long, ClientRequest> byNumber = new LinkedHashMap<>(0);

    void begun(ClientRequest request) {
        if (request.request() instanceof Request.Lock) {
            unnumbered.add(request);
        }
    }

    void numbered(ClientRequest request) {
        if (unnumbered.remove(request)) {
            byNumber.put(request.numberInSession(), request);
        }
    }

    void replied(ClientRequest request) {
        if (request.request() instanceof Request.Lock && !unnumbered.remove(request)) {
            byNumber.remove(request.numberInSession(), request);
        }
    }

    /** The LOCK with this number; null if there is none. */
    @Nullable
    ClientRequest numbered(long number) {
        ClientRequest known = byNumber.get(number);
        return known != null
                ? known
                : unnumbered.stream()
                        .filter(lock -> lock.numberInSession() == number)
                        .findFirst()
                        .orElse(null);
    }

    /** The LOCK with this tag, or the untagged LOCK if the tag is empty; null if there is none. */
    @Nullable
    ClientRequest tagged(String tag) {
        return Stream.concat(byNumber.values().stream(), unnumbered.stream())
                .filter(lock -> lock.tag().equals(tag))
                .findFirst()
                .orElse(null);
    }

    /** The LOCK requests in a wait queue of the lock map. */
    List<ClientRequest> queued() {
        return byNumber.values().stream().filter(ClientRequest::isQueued).toList();
    }
}
