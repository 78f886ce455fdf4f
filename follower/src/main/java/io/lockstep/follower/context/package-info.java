/**
 * Shared by all packages of a node: its identity, its settings, its clocks and its timers.
 *
 * <p>Depends on {@code common} only. Start at {@link io.lockstep.follower.context.NodeIdentity}.
 */
@NullMarked
package io.lockstep.follower.context;

import org.jspecify.annotations.NullMarked;
