/**
 * {@code lockstep run}: runs a command while a lock is held, and ends it before another client can get the lock.
 *
 * <p>Depends on {@code answer}, {@code process} and the library's {@code session} and {@code connection}; not on the
 * command line. Start reading at {@link io.lockstep.client.run.LockedRun}.
 */
@NullMarked
package io.lockstep.client.run;

import org.jspecify.annotations.NullMarked;
