package io.lockstep.follower.client;

import io.lockstep.common.protocol.ParsedLine;
import io.lockstep.common.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of one connection's requests. Untagged requests are answered one at a time, in the order they arrive.
 * Tagged requests start at once. So does CANCEL, which would otherwise wait for the request that it ends.
 */
final class RequestPipeline {

    private final List<ParsedLine> waiting = new ArrayList<>(0);
    private int othersInFlight;
    private int queuedCount;
    private boolean orderedInFlight;

    /** Whether a line takes its turn among the untagged ones. */
    static boolean isInOrder(ParsedLine line) {
        if (line instanceof ParsedLine.Accepted accepted) {
            return accepted.tag().isEmpty() && !(accepted.request() instanceof Request.Cancel);
        }
        return line instanceof ParsedLine.Malformed malformed && malformed.tag().isEmpty();
    }

    void append(ParsedLine line) {
        waiting.add(line);
    }

    /**
     * Puts a CANCEL directly behind the LOCK that it names, if that LOCK waits for its own turn.
     *
     * @return false if no such LOCK waits here
     */
    boolean placeBehindLock(ParsedLine line, Request.Cancel cancel) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i) instanceof ParsedLine.Accepted earlier
                    && earlier.request() instanceof Request.Lock lock
                    && (cancel.number() == 0 || cancel.number() == lock.number())) {
                waiting.add(i + 1, line);
                return true;
            }
        }
        return false;
    }

    /** Removes and returns the next line that may start now; null if there is none. */
    @Nullable
    ParsedLine next() {
        return canAdvance() ? waiting.remove(0) : null;
    }

    boolean canAdvance() {
        return !waiting.isEmpty() && !(orderedInFlight && isInOrder(waiting.get(0)));
    }

    void begun(ClientRequest request) {
        if (request.inOrder()) {
            orderedInFlight = true;
        } else {
            othersInFlight++;
        }
    }

    /**
     * A LOCK waits in a queue of the lock map. Wait queues have bounds of their own, and other requests must get
     * through meanwhile.
     */
    void queued(ClientRequest request) {
        queuedCount++;
        if (!request.inOrder()) {
            othersInFlight--;
        }
    }

    void replied(ClientRequest request, boolean wasQueued) {
        queuedCount -= wasQueued ? 1 : 0;
        if (request.inOrder()) {
            orderedInFlight = false;
        } else if (!wasQueued) {
            othersInFlight--;
        }
    }

    /** The number of requests that count against the connection's bound. */
    int inFlight() {
        return waiting.size() + othersInFlight + (orderedInFlight ? 1 : 0);
    }

    /** Whether no request waits for an answer. */
    boolean isEmpty() {
        return inFlight() + queuedCount == 0;
    }
}
