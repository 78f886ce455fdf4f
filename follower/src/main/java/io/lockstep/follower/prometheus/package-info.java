/**
 * The metrics of a server in the formats that Prometheus reads: names, types, help texts. The numbers come from {@code
 * metrics}, and from INFO and NODES, which it asks as any client does.
 *
 * <p>Depends on {@code http} and {@code metrics}; the one place that uses the library of metrics. Start at {@link
 * io.lockstep.follower.prometheus.MetricsPage}.
 */
@NullMarked
package io.lockstep.follower.prometheus;

import org.jspecify.annotations.NullMarked;
