/**
 * Backups of the lock map: copying one from a server into a file, and showing what a file holds.
 *
 * <p>Depends on {@code client.session}, {@code client.connection}, {@code client.answer} and {@code common}. Start at
 * {@link io.lockstep.client.backup.BackupDownload}.
 */
@NullMarked
package io.lockstep.client.backup;

import org.jspecify.annotations.NullMarked;
