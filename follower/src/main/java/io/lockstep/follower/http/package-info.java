/**
 * The HTTP port of a server: health checks, metrics and the state of the cluster, for people and for programs that
 * watch over it. Handlers run on threads of this package. They ask the loop only through a {@link
 * io.lockstep.follower.http.LoopConversation}, as a client does, or through {@link io.lockstep.follower.http.Backing}.
 *
 * <p>Depends on {@code client} for the conversation, on {@code watch} for its events, on {@code tls}, and on {@code
 * metrics}. Start at {@link io.lockstep.follower.http.HttpPort}, and at {@link io.lockstep.follower.http.HttpRoute} to
 * add an answer.
 */
@NullMarked
package io.lockstep.follower.http;

import org.jspecify.annotations.NullMarked;
