/**
 * The benchmark: many connections in a closed loop, driven by one selector thread, every answer checked. It measures
 * fail-overs, too.
 *
 * <p>Depends on {@code program} for JSON and on the library's {@code session}. Start reading at
 * {@link io.lockstep.client.bench.Bench}.
 */
@NullMarked
package io.lockstep.client.bench;

import org.jspecify.annotations.NullMarked;
