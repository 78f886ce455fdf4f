/**
 * Searches the files that servers write with {@code --history-file}.
 *
 * <p>Depends on {@code client.connection} and {@code common.protocol} only. Start at {@link
 * io.lockstep.client.history.HistoryFiles}.
 */
@NullMarked
package io.lockstep.client.history;

import org.jspecify.annotations.NullMarked;
