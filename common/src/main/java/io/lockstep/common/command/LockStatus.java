package io.lockstep.common.command;

import org.jspecify.annotations.Nullable;

/**
 * One lock as a status reports it.
 *
 * @param oldest the oldest grant; null if the lock is not held
 * @param holders how many sessions hold the lock
 * @param waiting how many requests wait for the lock
 * @param blockedUntilMillis cluster time at which its lock-delay ends; 0 if it is not blocked
 */
public record LockStatus(
        LockName name, @Nullable HolderStatus oldest, int holders, int waiting, long blockedUntilMillis) {}
