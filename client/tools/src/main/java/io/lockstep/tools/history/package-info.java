/**
 * Recorded lock histories: what clients did and saw, one operation a line, and the format they are written in.
 *
 * <p>{@code record} drives clients against a cluster and writes a history; {@code check} judges one, whoever recorded it.
 * Neither knows the other. Start reading at {@link io.lockstep.tools.history.Operation}.
 */
@NullMarked
package io.lockstep.tools.history;

import org.jspecify.annotations.NullMarked;
