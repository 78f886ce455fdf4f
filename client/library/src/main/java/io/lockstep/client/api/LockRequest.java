package io.lockstep.client.api;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which locks to take, and how. Immutable; each method returns another request.
 *
 * @param names the locks, all or none; several need a cluster that allows one client as many
 * @param mode with which other holders
 * @param permits with {@link Mode#PERMITS}, how many may hold the lock at once, the same for all users of a name; else
 *     0
 * @param longestWait how long to wait: zero for not at all, {@link #FOR_EVER} for no limit
 * @param delay how long the lock stays blocked after its grant expired or was broken by an operator; up to 60 s
 */
public record LockRequest(List<String> names, Mode mode, int permits, Duration longestWait, Duration delay) {

    /** Which other sessions may hold the lock at the same time. */
    public enum Mode {
        /** None. */
        EXCLUSIVE,
        /** All that share it. */
        SHARED,
        /** A limited number: a counting semaphore. */
        PERMITS
    }

    /** A wait without limit. */
    public static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final int NAME_BYTES_MAX = 255;
    private static final Duration WAIT_MAX = Duration.ofHours(24);
    private static final Duration DELAY_MAX = Duration.ofMillis(ProtocolLimits.DELAY_MILLIS_MAX);

    /** Room in a request for everything but the names. */
    private static final int LINE_BYTES_RESERVED = 160;

    /** Rounds up to a whole millisecond, so that a short wait does not become none. */
    private static final long NANOS_BELOW_A_MILLI = 999_999;

    /** Throws {@link IllegalArgumentException} if a name is malformed or a number is out of bounds. */
    public LockRequest {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a request names at least one lock, and each once");
        }
        if (names.size() > ProtocolLimits.NAMES_MAX) {
            throw new IllegalArgumentException("a request names at most " + ProtocolLimits.NAMES_MAX + " locks");
        }
        names.forEach(LockRequest::requireName);
        int bytes = names.stream().mapToInt(LockRequest::writtenBytes).sum();
        if (bytes > ProtocolLimits.LINE_BYTES_MAX - LINE_BYTES_RESERVED) {
            throw new IllegalArgumentException("the names are too long to go into one request together");
        }
        if (mode == Mode.PERMITS ? permits < 2 : permits != 0) {
            throw new IllegalArgumentException("a semaphore has at least 2 permits; other modes have none");
        }
        if (longestWait.isNegative() || delay.isNegative()) {
            throw new IllegalArgumentException("times must not be negative");
        }
        if (delay.compareTo(DELAY_MAX) > 0) {
            throw new IllegalArgumentException("a delay is at most " + DELAY_MAX.toSeconds() + " s");
        }
    }

    /** Takes these locks exclusively, all or none, without waiting. */
    public static LockRequest of(String name, String... more) {
        List<String> names = Stream.concat(Stream.of(name), Stream.of(more)).toList();
        return new LockRequest(names, Mode.EXCLUSIVE, 0, Duration.ZERO, Duration.ZERO);
    }

    /** The same, shared with others that share the lock. */
    public LockRequest shared() {
        return new LockRequest(names, Mode.SHARED, 0, longestWait, delay);
    }

    /** The same, as one of that many permits of a counting semaphore. */
    public LockRequest permits(int number) {
        return new LockRequest(names, Mode.PERMITS, number, longestWait, delay);
    }

    /** The same, waiting at most that long. */
    public LockRequest waiting(Duration longest) {
        return new LockRequest(names, mode, permits, longest, delay);
    }

    /** The same, waiting without limit. */
    public LockRequest waitingForEver() {
        return waiting(FOR_EVER);
    }

    /** The same; the lock stays blocked that long after its grant expired or was broken by an operator. */
    public LockRequest delay(Duration blocked) {
        return new LockRequest(names, mode, permits, longestWait, blocked);
    }

    /** The names as a person reads them. */
    String quotedNames() {
        return String.join(", ", names.stream().map(LineSyntax::quoted).toList());
    }

    /** The request to a server, with the rest of the wait. */
    Call call(Duration waitLeft) {
        Call call = new Call(Verb.LOCK, names, Map.of());
        call = switch (mode) {
            case EXCLUSIVE -> call;
            case SHARED -> call.with("mode", "shared");
            case PERMITS -> call.with("permits", permits);
        };
        if (!delay.isZero()) {
            call = call.with("delay", Durations.format(delay.toMillis()));
        }
        Duration asked = waitLeft.compareTo(WAIT_MAX) < 0 ? waitLeft : WAIT_MAX;
        long millis = asked.plusNanos(NANOS_BELOW_A_MILLI).toMillis();
        return millis == 0 ? call : call.with("wait", Durations.format(millis));
    }

    /** Whether it waits at all. */
    boolean waits() {
        return !longestWait.isZero();
    }

    /** The rest of its wait after so many nanoseconds; zero if it is over. */
    Duration waitLeft(long nanos) {
        Duration left = longestWait.minusNanos(nanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether its wait is longer than the protocol allows for one request. */
    boolean outlastsOneRequest() {
        return longestWait.compareTo(WAIT_MAX) > 0;
    }

    private static int writtenBytes(String name) {
        return 1 + LineSyntax.written(name).getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        // Half a surrogate pair is not Unicode: encoding would silently turn it into another name.
        boolean unicode = new String(bytes, StandardCharsets.UTF_8).equals(name);
        if (bytes.length == 0
                || bytes.length > NAME_BYTES_MAX
                || !unicode
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a lock name has 1 to 255 bytes of UTF-8 and no control characters: " + LineSyntax.quoted(name));
        }
    }
}
