/**
 * Measures fail-over: sessions that move between servers, and how long they go without a grant around a fault.
 *
 * <p>Depends on {@code bench} for its settings, on {@code bench.report} for the form of the result, and on the
 * library's {@code session} and {@code connection}. Start reading at
 * {@link io.lockstep.client.bench.failover.Failover}.
 */
@NullMarked
package io.lockstep.client.bench.failover;

import org.jspecify.annotations.NullMarked;
