/**
 * What a server counts and measures, as plain numbers: each is written by one thread and read by any. Pure: no clock,
 * no thread, no library of metrics. The package {@code http} makes the text of {@code /metrics} from it.
 *
 * <p>Depends on no other package of servers. Start at {@link io.lockstep.follower.metrics.LatencyHistogram}.
 */
@NullMarked
package io.lockstep.follower.metrics;

import org.jspecify.annotations.NullMarked;
