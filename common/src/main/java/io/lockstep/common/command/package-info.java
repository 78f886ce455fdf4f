/**
 * What may be asked of the lock map and what comes of it: commands, results, events, and the values they are made of.
 *
 * <p>Immutable values only. Depends on nothing but {@code java.lang} and {@code java.util}. Start at {@link
 * io.lockstep.common.command.Command}, then {@link io.lockstep.common.command.CommandResult}.
 */
@NullMarked
package io.lockstep.common.command;

import org.jspecify.annotations.NullMarked;
