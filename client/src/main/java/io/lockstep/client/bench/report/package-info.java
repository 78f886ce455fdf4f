/**
 * The results of benchmarks as text, JSON, CSV and a plot of latency over load, all pure; and how a run goes, on
 * stderr.
 *
 * <p>Depends on {@code bench} and on {@code program} for JSON. Start reading at
 * {@link io.lockstep.client.bench.report.BenchReport}.
 */
@NullMarked
package io.lockstep.client.bench.report;

import org.jspecify.annotations.NullMarked;
