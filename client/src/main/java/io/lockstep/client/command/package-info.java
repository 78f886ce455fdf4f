/**
 * What every command of the command line shares: options, sessions, parameters.
 *
 * <p>May depend on {@code answer}, {@code connection} and {@code session}. Start reading at {@link
 * io.lockstep.client.command.ClientCommand}.
 */
@NullMarked
package io.lockstep.client.command;

import org.jspecify.annotations.NullMarked;
