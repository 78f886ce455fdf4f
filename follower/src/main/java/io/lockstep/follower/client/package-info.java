/**
 * The conversation of one client with this server: requests in, replies and pushes out, watches.
 *
 * <p>Depends on {@code access}, {@code session}, {@code forwarding}, {@code map}, {@code replication} and {@code
 * context}. Start at {@link io.lockstep.follower.client.Conversation}.
 */
@NullMarked
package io.lockstep.follower.client;

import org.jspecify.annotations.NullMarked;
