/**
 * The benchmark: one selector thread drives many clients, in a closed or an open loop, and checks every answer.
 *
 * <p>Depends on {@code program} and on the sockets and lines of {@code common}. Reports and plots are in
 * {@code report}, fail-over is in {@code failover}; both know this package, which knows neither. Start reading at
 * {@link io.lockstep.client.bench.Bench}.
 */
@NullMarked
package io.lockstep.client.bench;

import org.jspecify.annotations.NullMarked;
