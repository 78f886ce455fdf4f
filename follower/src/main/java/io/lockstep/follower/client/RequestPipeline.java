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

    /** While more bytes than this are kept, no further line is read. */
    static final int BYTES_MAX = 32 * 1024;

    private final List<Waiting> waiting = new ArrayList<>(0);
    private int bytes;
    private int othersInFlight;
    private int queuedCount;
    private boolean orderedInFlight;

    /**
     * A line that waits for its turn.
     *
     * @param bytes about the memory that it takes
     */
    record Waiting(ParsedLine line, int bytes) {}

    /** Whether a line takes its turn among the untagged ones. */
    static boolean isInOrder(ParsedLine line) {
        if (line instanceof ParsedLine.Accepted accepted) {
            return accepted.tag().isEmpty() && !(accepted.request() instanceof Request.Cancel);
        }
        return line instanceof ParsedLine.Malformed malformed && malformed.tag().isEmpty();
    }

    void append(ParsedLine line, int lineBytes) {
        waiting.add(new Waiting(line, lineBytes));
        bytes += lineBytes;
    }

    /** Whether an untagged CANCEL waits because the LOCK it names waits behind other untagged requests. */
    boolean waitsBehindItsLock(ParsedLine parsed, LocksUnderWay locks) {
        return parsed instanceof ParsedLine.Accepted accepted
                && accepted.request() instanceof Request.Cancel cancel
                && cancel.tag().isEmpty()
                && (cancel.number() != 0 || locks.tagged("") == null)
                && placeBehindLock(parsed, cancel);
    }

    /**
     * Puts a CANCEL directly behind the LOCK that it names, if that LOCK waits for its own turn.
     *
     * @return false if no such LOCK waits here
     */
    private boolean placeBehindLock(ParsedLine line, Request.Cancel cancel) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i).line instanceof ParsedLine.Accepted earlier
                    && earlier.request() instanceof Request.Lock lock
                    && (cancel.number() == 0 || cancel.number() == lock.number())) {
                waiting.add(i + 1, new Waiting(line, 0));
                return true;
            }
        }
        return false;
    }

    /** Removes and returns the next line that may start now; null if there is none. */
    @Nullable
    Waiting next() {
        Waiting next = canAdvance() ? waiting.remove(0) : null;
        bytes -= next == null ? 0 : next.bytes;
        return next;
    }

    boolean canAdvance() {
        return !waiting.isEmpty() && !(orderedInFlight && isInOrder(waiting.get(0).line));
    }

    void begun(ClientRequest request) {
        bytes += request.bytes();
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
        bytes -= request.bytes();
        queuedCount -= wasQueued ? 1 : 0;
        if (request.inOrder()) {
            orderedInFlight = false;
        } else if (!wasQueued) {
            othersInFlight--;
        }
    }

    /** About how much memory the requests take that have no reply yet. */
    int bytes() {
        return bytes;
    }

    /** The number of requests that count against the connection's bound. */
    int inFlight() {
        return waiting.size() + othersInFlight + (orderedInFlight ? 1 : 0);
    }

    /** Whether one more line may be read. */
    boolean hasRoom(int inFlightMax) {
        return inFlight() < inFlightMax && bytes < BYTES_MAX;
    }

    /** Whether no request waits for an answer. */
    boolean isEmpty() {
        return inFlight() + queuedCount == 0;
    }
}
