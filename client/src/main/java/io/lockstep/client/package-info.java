/**
 * {@code client.jar}: the interactive shell, the one-shot commands and the benchmark.
 *
 * <p>Start reading at {@link io.lockstep.client.ClientMain}, then {@code cli} (the commands), {@code repl} (the shell),
 * {@code answer} (what a reply looks like to a person or a program), {@code connection} (sockets, sessions, fail-over) and
 * {@code bench}. The Java library is {@code api}, which knows none of these but {@code connection}. Depends on {@code common}, never on a server.
 */
@NullMarked
package io.lockstep.client;

import org.jspecify.annotations.NullMarked;
