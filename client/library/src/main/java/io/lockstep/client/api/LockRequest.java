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
 * What to take, and how. Immutable; each method returns another request.
 *
 * @param names the locks, all or none; several need a cluster that allows a client so many
 * @param mode alone, or with whom
 * @param permits with {@link Mode#PERMITS}, how many may hold the lock at once; all users of a name say the same; else 0
 * @param longestWait how long to stand in line: zero for not at all, {@link #FOR_EVER} for as long as it takes
 * @param delay for how long the lock stays blocked if the grant ends by expiry or by an operator; up to 60 s
 */
public record LockRequest(List<String> names, Mode mode, int permits, Duration longestWait, Duration delay) {

    /** Together with whom a lock is held. */
    public enum Mode {
        /** With nobody. */
        EXCLUSIVE,
        /** With everybody else who shares it. */
        SHARED,
        /** With so many others: a counting semaphore. */
        PERMITS
    }

    /** To wait until the lock is granted. */
    public static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private static final int NAME_BYTES_MAX = 255;
    private static final Duration WAIT_MAX = Duration.ofHours(24);

    /** What a request may need besides the names. */
    private static final int LINE_BYTES_RESERVED = 160;

    /** Parts of a millisecond count as one: a short wait must not become none. */
    private static final long NANOS_BELOW_A_MILLI = 999_999;

    /** Throws {@link IllegalArgumentException} if a name is no lock name, or numbers are out of bounds. */
    public LockRequest {
        names = List.copyOf(names);
        if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("a request names at least one lock, and each once");
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
    }

    /** Takes these locks alone, at once or not at all. */
    public static LockRequest of(String name, String... more) {
        List<String> names = Stream.concat(Stream.of(name), Stream.of(more)).toList();
        return new LockRequest(names, Mode.EXCLUSIVE, 0, Duration.ZERO, Duration.ZERO);
    }

    /** Together with everybody else who shares it. */
    public LockRequest shared() {
        return new LockRequest(names, Mode.SHARED, 0, longestWait, delay);
    }

    /** As one of so many permits of a counting semaphore. */
    public LockRequest permits(int number) {
        return new LockRequest(names, Mode.PERMITS, number, longestWait, delay);
    }

    /** Stands in line for so long. */
    public LockRequest waiting(Duration longest) {
        return new LockRequest(names, mode, permits, longest, delay);
    }

    /** Stands in line until it is granted. */
    public LockRequest waitingForEver() {
        return waiting(FOR_EVER);
    }

    /** Keeps the lock blocked for so long after the grant ended by expiry or by an operator. */
    public LockRequest delay(Duration blocked) {
        return new LockRequest(names, mode, permits, longestWait, blocked);
    }

    /** The names as a person reads them. */
    String quotedNames() {
        return String.join(", ", names.stream().map(LineSyntax::quoted).toList());
    }

    /** The request as it goes to a server, with what is left of the wait. */
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

    /** Whether it may wait for longer than the protocol allows one request. */
    boolean outlastsOneRequest() {
        return longestWait.compareTo(WAIT_MAX) > 0;
    }

    private static int writtenBytes(String name) {
        return 1 + LineSyntax.written(name).getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireName(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        // What is no Unicode, half a surrogate pair, would silently become another name on its way.
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
