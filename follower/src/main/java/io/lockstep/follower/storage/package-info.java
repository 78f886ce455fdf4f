/**
 * A server's data directory: its identity, its format version, its cluster's secret, whether its cluster has users, and
 * the lock that keeps a second process out.
 *
 * <p>Depends on {@code common.secret}. Start at {@link io.lockstep.follower.storage.DataDirectory}.
 */
@NullMarked
package io.lockstep.follower.storage;

import org.jspecify.annotations.NullMarked;
