package io.lockstep.common.protocol;

import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.Limits;
import org.jspecify.annotations.Nullable;

/** Parses the options of grants with their own lease: those of LOCK and RELEASE, and EXTEND. */
final class LeaseParser {

    /** The lease that the cluster allows at most. */
    private static final String LONGEST = "max";

    private LeaseParser() {}

    /** Returns what a LOCK asks; null if the grant is to live with its session. */
    static @Nullable LeaseOrder terms(Arguments arguments) throws LineFlaw {
        if (!arguments.has("lease")) {
            if (arguments.has("key") || arguments.has("hold")) {
                throw LineFlaw.arguments("key and hold belong to a grant with a lease: " + Verb.LOCK.usage());
            }
            return null;
        }
        requireOneName(arguments);
        return new LeaseOrder(key(arguments), leaseMillis(arguments), holdMillis(arguments, 0));
    }

    static Request release(Arguments arguments) throws LineFlaw {
        long token = token(arguments);
        long number = RequestParser.requestNumber(arguments);
        GrantSecret key = key(arguments);
        if (key == null) {
            if (arguments.has("hold")) {
                throw LineFlaw.arguments("hold belongs to a grant with a lease, so give its key too");
            }
            return new Request.Release(arguments.names(), token, number);
        }
        requireOneName(arguments);
        return new Request.Release(
                arguments.names(), token, number, key, holdMillis(arguments, KeyedRequest.Release.AS_LOCKED));
    }

    static Request extend(Arguments arguments) throws LineFlaw {
        GrantSecret key = key(arguments);
        if (key == null || !arguments.has("lease")) {
            throw LineFlaw.arguments(
                    "give the key of the grant, and how long its lease is to run from now on: " + Verb.EXTEND.usage());
        }
        return new Request.Extend(
                arguments.name(),
                token(arguments),
                key,
                leaseMillis(arguments),
                RequestParser.requestNumber(arguments));
    }

    private static void requireOneName(Arguments arguments) throws LineFlaw {
        if (arguments.names().size() > 1) {
            throw LineFlaw.arguments("a lease is of one lock; quote names with spaces");
        }
    }

    private static long token(Arguments arguments) throws LineFlaw {
        return arguments.number("token", 1, Long.MAX_VALUE, 0);
    }

    private static @Nullable GrantSecret key(Arguments arguments) throws LineFlaw {
        if (!arguments.has("key")) {
            return null;
        }
        String text = arguments.text("key", GrantSecret.BYTES_MAX);
        if (text.isEmpty()) {
            throw LineFlaw.arguments("key has at least one character");
        }
        return new GrantSecret(text);
    }

    private static long leaseMillis(Arguments arguments) throws LineFlaw {
        if (LONGEST.equals(arguments.option("lease"))) {
            return LeaseOrder.LONGEST_MILLIS;
        }
        long millis = arguments.durationMillis("lease", 0, Long.MAX_VALUE, 0);
        if (millis < Limits.LEASE_MILLIS_MIN) {
            throw LineFlaw.arguments("lease is at least " + Durations.format(Limits.LEASE_MILLIS_MIN)
                    + "; max is the longest that the cluster allows");
        }
        return millis;
    }

    private static long holdMillis(Arguments arguments, long absent) throws LineFlaw {
        return arguments.durationMillis("hold", 0, ProtocolLimits.HOLD_MILLIS_MAX, absent);
    }

    /** A lease outside its bounds is brought within them; only a lease of zero is refused. */
    static long ttlMillis(Arguments arguments) throws LineFlaw {
        if (!arguments.has("ttl")) {
            return 0;
        }
        long asked = arguments.durationMillis("ttl", 0, Long.MAX_VALUE, 0);
        if (asked == 0) {
            throw LineFlaw.arguments("ttl is longer than 0s");
        }
        return Math.max(ProtocolLimits.TTL_MILLIS_MIN, Math.min(ProtocolLimits.TTL_MILLIS_MAX, asked));
    }
}
