/**
 * Who a client is and what it may ask: the check before each request, logins, and the record of what was refused.
 *
 * <p>Depends on {@code forwarding}, {@code map} and {@code context}. Start at {@link
 * io.lockstep.follower.access.Access}.
 */
@NullMarked
package io.lockstep.follower.access;

import org.jspecify.annotations.NullMarked;
