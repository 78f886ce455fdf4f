/**
 * The benchmark: one selector thread drives many connections in a closed loop and checks every answer. A second mode
 * measures fail-overs.
 *
 * <p>Depends on {@code program} for JSON and on the library's {@code session} and {@code connection}. Start reading at
 * {@link io.lockstep.client.bench.Bench}.
 */
@NullMarked
package io.lockstep.client.bench;

import org.jspecify.annotations.NullMarked;
