/**
 * The values of a server's settings that need more than a parser: the host to listen on, the file with the secret.
 *
 * <p>Depends on {@code common.net} and {@code common.secret}. Start at {@link io.lockstep.follower.config.ListenHost}.
 */
@NullMarked
package io.lockstep.follower.config;

import org.jspecify.annotations.NullMarked;
