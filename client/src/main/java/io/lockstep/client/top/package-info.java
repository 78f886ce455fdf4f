/**
 * The live view of a cluster in a terminal: what it asks the servers ({@code TopView}), how that looks ({@code
 * TopFrame}, pure), and the keys and the screen ({@code TopScreen}, over JLine).
 *
 * <p>Depends on {@code answer} and on the library's {@code session} and {@code connection}. Start reading at {@link
 * io.lockstep.client.top.Top}.
 */
@NullMarked
package io.lockstep.client.top;

import org.jspecify.annotations.NullMarked;
