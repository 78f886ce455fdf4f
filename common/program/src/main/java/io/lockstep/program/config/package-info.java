/**
 * The configuration of a server: every flag is a setting, which the environment and a properties file can have too,
 * under names that follow from the flag's.
 *
 * <p>Depends on {@code common.protocol} for near names, and on picocli. Start at {@link io.lockstep.program.config.ServerConfiguration}.
 */
@NullMarked
package io.lockstep.program.config;

import org.jspecify.annotations.NullMarked;
