/**
 * Processes and signals of this machine: starts a command, finds all processes that it started, sends and receives
 * signals.
 *
 * <p>Depends on the JDK only; knows nothing of locks. Start reading at {@link io.lockstep.client.process.ChildProcess}.
 */
@NullMarked
package io.lockstep.client.process;

import org.jspecify.annotations.NullMarked;
