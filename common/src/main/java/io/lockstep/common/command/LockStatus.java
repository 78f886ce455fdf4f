package io.lockstep.common.command;

import org.jspecify.annotations.Nullable;

/**
 * One lock as a status shows it.
 *
 * @param oldest the holder of longest standing; null if nobody holds the lock
 * @param holders how many hold it
 * @param waiting how many requests stand in line for it
 * @param blockedUntilMillis cluster time when its lock-delay ends; 0 while it is not blocked
 */
public record LockStatus(
        LockName name, @Nullable HolderStatus oldest, int holders, int waiting, long blockedUntilMillis) {}
