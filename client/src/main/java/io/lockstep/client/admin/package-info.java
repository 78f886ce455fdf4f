/**
 * The commands for operators, below {@code lockstep admin}.
 *
 * <p>May depend on {@code command}, {@code answer}, {@code survey}, {@code admin.dump}, {@code bench}, {@code
 * connection} and {@code session}, and on {@code common.file} and {@code common.secret}. Start reading at {@link
 * io.lockstep.client.admin.AdminCommand}.
 */
@NullMarked
package io.lockstep.client.admin;

import org.jspecify.annotations.NullMarked;
