/**
 * The guard in front of a resource that a lock protects: it refuses a holder whose fencing token is smaller than one
 * that it has seen. Runs in the process that owns the resource, and needs no connection to the cluster.
 *
 * <p>Depends on {@code client.api} for the type of its exception. Start reading at
 * {@link io.lockstep.client.fencing.FenceGuard}.
 */
@NullMarked
package io.lockstep.client.fencing;

import org.jspecify.annotations.NullMarked;
