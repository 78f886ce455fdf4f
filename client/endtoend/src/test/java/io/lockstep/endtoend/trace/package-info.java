/**
 * Reads system calls of running processes, as {@code strace} records them, and finds which thread woke which, and what
 * one request caused. Depends on {@code cluster}, and on {@code strace}. Start at {@link
 * io.lockstep.endtoend.trace.WakeUps}.
 */
@NullMarked
package io.lockstep.endtoend.trace;

import org.jspecify.annotations.NullMarked;
