/**
 * Notes when a running server comes to certain methods, for {@code scripts/budget}. Not part of the product. Depends on
 * Byte Buddy alone. Start at {@link io.lockstep.benchmarks.agent.StageAgent}.
 */
@NullMarked
package io.lockstep.benchmarks.agent;

import org.jspecify.annotations.NullMarked;
