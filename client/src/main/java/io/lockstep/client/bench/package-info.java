/**
 * The benchmark: many connections in a closed loop, driven by one selector thread, every answer checked. Start reading at
 * {@link io.lockstep.client.bench.Bench}.
 */
@NullMarked
package io.lockstep.client.bench;

import org.jspecify.annotations.NullMarked;
