/**
 * Benchmarks of the parts of which a lock is made, for JMH; {@code scripts/microbench} runs them. Not part of the
 * product. May depend on {@code common} only. Start at {@link io.lockstep.benchmarks.ApplyBenchmark}.
 */
@NullMarked
package io.lockstep.benchmarks;

import org.jspecify.annotations.NullMarked;
