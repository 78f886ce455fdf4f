/**
 * Processes and signals of this machine: starting a command, finding all processes that it started, sending and
 * receiving signals.
 *
 * <p>Depends on the JDK only; knows nothing of locks. Start reading at {@link io.lockstep.client.process.ChildProcess}.
 */
@NullMarked
package io.lockstep.client.process;

import org.jspecify.annotations.NullMarked;
