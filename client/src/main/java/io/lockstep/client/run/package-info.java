/**
 * {@code lockstep run}: a command that runs as long as a lock is held, and not a moment longer.
 *
 * <p>Depends on {@code answer}, {@code process} and the library's {@code session}; not on the command line. Start
 * reading at {@link io.lockstep.client.run.LockedRun}.
 */
@NullMarked
package io.lockstep.client.run;

import org.jspecify.annotations.NullMarked;
