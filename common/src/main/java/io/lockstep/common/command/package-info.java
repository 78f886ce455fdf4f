/**
 * The commands of the lock map, their results, the events they cause, and the values all of these are made of.
 *
 * <p>Immutable values only. Depends on nothing but {@code common.access}, {@code java.lang} and {@code java.util}.
 * Start at {@link io.lockstep.common.command.Command}, then {@link io.lockstep.common.command.CommandResult}.
 */
@NullMarked
package io.lockstep.common.command;

import org.jspecify.annotations.NullMarked;
