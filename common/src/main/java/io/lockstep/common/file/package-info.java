/**
 * Files of checksummed blocks on a disk: reading them piece by piece, and backups.
 *
 * <p>Depends on {@code common.entry}, which has their format, and on {@code common.lock}. Start at {@link
 * io.lockstep.common.file.BackupFile}.
 */
@NullMarked
package io.lockstep.common.file;

import org.jspecify.annotations.NullMarked;
