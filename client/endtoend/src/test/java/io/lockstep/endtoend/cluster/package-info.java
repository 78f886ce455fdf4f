/**
 * The basis of the tests: clusters of real processes, clients that speak lines, a network that can be cut, and the
 * programs under test as command lines. Depends on no test. Start reading at
 * {@link io.lockstep.endtoend.cluster.RealCluster}.
 */
@NullMarked
package io.lockstep.endtoend.cluster;

import org.jspecify.annotations.NullMarked;
