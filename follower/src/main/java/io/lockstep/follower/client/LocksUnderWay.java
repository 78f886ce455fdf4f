package io.lockstep.follower.client;

import io.lockstep.common.protocol.Request;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The LOCK requests of one connection that have no answer yet, so that CANCEL and answers from the log can find them. */
final class LocksUnderWay {

    /** Without a number of the session yet, or only with the one that the client chose. */
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
        if (!unnumbered.remove(request)) {
            byNumber.remove(request.numberInSession(), request);
        }
    }

    /** The LOCK of this number; null if it is not under way here. */
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

    /** The LOCK with this tag, or, if that is empty, the untagged one; null if it is not under way here. */
    @Nullable
    ClientRequest tagged(String tag) {
        return Stream.concat(byNumber.values().stream(), unnumbered.stream())
                .filter(lock -> lock.tag().equals(tag))
                .findFirst()
                .orElse(null);
    }

    /** Those that wait in a queue of the lock map. */
    List<ClientRequest> queued() {
        return byNumber.values().stream().filter(ClientRequest::isQueued).toList();
    }
}
