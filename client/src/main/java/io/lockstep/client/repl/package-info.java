/**
 * The interactive shell, and its plain twin for input that is no terminal. {@code ReplParser} and {@code ReplPrinter} are
 * pure; the only package that sees JLine. Start reading at {@link io.lockstep.client.repl.Repl}.
 */
@NullMarked
package io.lockstep.client.repl;

import org.jspecify.annotations.NullMarked;
