/**
 * Recorded histories: the operations of clients with their results, one per line, and the format of the lines.
 *
 * <p>{@code record} writes histories and {@code judge} reads them; neither knows the other. Depends on {@code program}
 * for JSON. Start reading at {@link io.lockstep.tools.history.Operation}.
 */
@NullMarked
package io.lockstep.tools.history;

import org.jspecify.annotations.NullMarked;
