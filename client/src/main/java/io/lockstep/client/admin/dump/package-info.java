/**
 * Tells what is in the data directory of a server that does not run. The program of the server reads it; this one has
 * no code for the log.
 *
 * <p>Depends on {@code command}, {@code answer} and {@code process}. Start at {@link
 * io.lockstep.client.admin.dump.DumpCommand}.
 */
@NullMarked
package io.lockstep.client.admin.dump;

import org.jspecify.annotations.NullMarked;
