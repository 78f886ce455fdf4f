/**
 * The interactive shell, and scripts from an input that is not a terminal. {@code ReplParser} and {@code ReplPrinter}
 * are pure. Uses JLine, as only {@code top} does beside it.
 *
 * <p>Depends on {@code answer}, {@code process} and the library's {@code session} and {@code connection}. Start
 * reading at {@link io.lockstep.client.repl.Repl}.
 */
@NullMarked
package io.lockstep.client.repl;

import org.jspecify.annotations.NullMarked;
