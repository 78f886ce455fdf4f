/**
 * Drives clients against a cluster and records their operations. The clients speak the protocol over sockets of their
 * own, so a recording knows exactly what was sent and what was answered. They cut their connections, move between
 * servers, retry, wait, and fall silent.
 *
 * <p>Depends on {@code tools.history} and on {@code common} for lines and addresses; knows nothing of how a history is
 * judged. Start reading at {@link io.lockstep.tools.record.Torture}.
 */
@NullMarked
package io.lockstep.tools.record;

import org.jspecify.annotations.NullMarked;
