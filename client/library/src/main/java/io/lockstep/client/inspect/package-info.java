/**
 * What a program can see of locks that it does not hold: their status, who holds them and who waits, and what happens
 * to them; and the observer of a client's own locks. {@code LockClient} returns these.
 *
 * <p>Depends on {@code client.connection}, {@code client.session} and {@code common.protocol}.
 */
@NullMarked
package io.lockstep.client.inspect;

import org.jspecify.annotations.NullMarked;
