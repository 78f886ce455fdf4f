/**
 * The border to the operating system: the bytes that this process was started with, paths, the terminal; starts a
 * command, finds all processes that it started, and sends signals.
 *
 * <p>Depends on the JDK only; knows nothing of locks. Start reading at {@link io.lockstep.client.process.ChildProcess}.
 */
@NullMarked
package io.lockstep.client.process;

import org.jspecify.annotations.NullMarked;
