/**
 * Who may do what: users, their tokens, rules and quotas, and the changes of them.
 *
 * <p>Pure: no I/O, clock, threads, randomness or logging. Depends on nothing but {@code java.lang} and {@code
 * java.util}. Start at {@link io.lockstep.common.access.AccessTable}, then {@link io.lockstep.common.access.User}.
 */
@NullMarked
package io.lockstep.common.access;

import org.jspecify.annotations.NullMarked;
