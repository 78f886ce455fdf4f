/**
 * Groups of a server's flags, and the values that need more than a parser: the host to listen on, the file with the
 * secret.
 *
 * <p>Depends on {@code common.command}, {@code common.net}, {@code common.protocol}, {@code common.secret} and {@code
 * program.config}. Start at {@link io.lockstep.follower.config.ClusterOptions}.
 */
@NullMarked
package io.lockstep.follower.config;

import org.jspecify.annotations.NullMarked;
