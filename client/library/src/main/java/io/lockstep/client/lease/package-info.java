/**
 * Locks with a lease of their own: they outlive the process that took them, and whoever has the key extends and
 * releases them. What adapters for frameworks rest on that lease one lock for each task.
 *
 * <p>Depends on {@code client.api} for settings and exceptions, and on {@code client.session}. Start reading at
 * {@link io.lockstep.client.lease.LeasedLocks}.
 */
@NullMarked
package io.lockstep.client.lease;

import org.jspecify.annotations.NullMarked;
