package io.lockstep.follower.metrics;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The requests of a server's own clients, by verb and result. The loop writes it; any thread reads it. */
public final class RequestMetrics {

    /** In place of the code of an error. */
    public static final String OK = "ok";

    /** The classes of requests are named after the verbs. */
    private static final ClassValue<Verb> VERBS = new ClassValue<>() {
        @Override
        protected Verb computeValue(Class<?> request) {
            return Verb.valueOf(request.getSimpleName().toUpperCase(Locale.ROOT));
        }
    };

    /** Filled once, so that threads may share it. */
    private final Map<Verb, OfVerb> byVerb = new EnumMap<>(Verb.class);

    private final LatencyHistogram waits = LatencyHistogram.ofWaits();
    private final LongSupplier nanoTime;

    private static final class OfVerb {
        final Count done = new Count();
        final Map<ErrorCode, Count> refused = new EnumMap<>(ErrorCode.class);
        final LatencyHistogram took = LatencyHistogram.ofWork();

        OfVerb() {
            for (ErrorCode code : ErrorCode.values()) {
                refused.put(code, new Count());
            }
        }

        Count of(@Nullable ErrorCode error) {
            return error == null ? done : Objects.requireNonNull(refused.get(error));
        }
    }

    /** @param nanoTime the clock of the node */
    RequestMetrics(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (Verb verb : Verb.values()) {
            byVerb.put(verb, new OfVerb());
        }
    }

    private OfVerb of(Verb verb) {
        return Objects.requireNonNull(byVerb.get(verb));
    }

    private static Verb verbOf(Request request) {
        return request instanceof Request.Administer administer ? administer.verb() : VERBS.get(request.getClass());
    }

    /** A request begins. Returns when. */
    public long begun() {
        return nanoTime.getAsLong();
    }

    /** A LOCK that began at {@code sinceNanos} waits from now on. Returns when. */
    public long queued(Request request, long sinceNanos) {
        long nowNanos = nanoTime.getAsLong();
        took(verbOf(request)).add(nowNanos - sinceNanos);
        return nowNanos;
    }

    /**
     * A request is answered.
     *
     * @param error null if it was done
     * @param waited whether it was queued at {@code sinceNanos}; else it began then
     */
    public void answered(Request request, @Nullable ErrorCode error, boolean waited, long sinceNanos) {
        OfVerb verb = of(verbOf(request));
        verb.of(error).increase();
        (waited ? waits : verb.took).add(nanoTime.getAsLong() - sinceNanos);
    }

    /** How long requests of a verb took until they were answered or, for a LOCK that waits, until they were queued. */
    public LatencyHistogram took(Verb verb) {
        return of(verb).took;
    }

    /** How long LOCKs were queued until they were answered, whatever the answer. */
    public LatencyHistogram waits() {
        return waits;
    }

    /** Takes what {@link #forEach} finds. */
    public interface Visitor {

        /** There were {@code count} requests with this result: {@link #OK}, or a code in lower case. */
        void visit(Verb verb, String result, long count);
    }

    /** Visits the counts that are not zero. */
    public void forEach(Visitor visitor) {
        byVerb.forEach((verb, counts) -> {
            visit(visitor, verb, OK, counts.done);
            counts.refused.forEach(
                    (code, count) -> visit(visitor, verb, code.name().toLowerCase(Locale.ROOT), count));
        });
    }

    private static void visit(Visitor visitor, Verb verb, String result, Count count) {
        if (count.value() > 0) {
            visitor.visit(verb, result, count.value());
        }
    }

    /** How many requests of any verb had this error. */
    public long count(ErrorCode error) {
        return byVerb.values().stream()
                .mapToLong(verb -> verb.of(error).value())
                .sum();
    }
}
