package io.lockstep.client.top;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import java.util.Comparator;

/** Which locks come first. */
enum TopOrder {
    /** Those that most requests wait for; among equals, those held longest. */
    WAITING(Comparator.<ServerLine>comparingLong(row -> -row.number("waiting", 0))
            .thenComparing(TopOrder::longestFirst)),
    /** Those held longest. */
    HELD(TopOrder::longestFirst),
    /** By name. */
    NAME(Comparator.comparing(ServerLine::value));

    // A comparator of this enum has no state; the checker cannot see that.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Comparator<ServerLine> comparator;

    TopOrder(Comparator<ServerLine> comparator) {
        this.comparator = comparator;
    }

    Comparator<ServerLine> comparator() {
        return comparator;
    }

    private static int longestFirst(ServerLine one, ServerLine other) {
        return Long.compare(heldMillis(other), heldMillis(one));
    }

    private static long heldMillis(ServerLine row) {
        return Durations.parseMillis(row.options().getOrDefault("held", "0s"));
    }
}
