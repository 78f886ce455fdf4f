/**
 * Drives clients against a cluster and records what they do and see. The clients speak the protocol over sockets of their
 * own, so that a recording knows exactly what was sent, what was answered, and what was not; they cut their own
 * connections, move between servers, resend, wait, and fall silent.
 *
 * <p>Knows nothing of how a history is judged. Start reading at {@link io.lockstep.tools.history.record.Torture}.
 */
@NullMarked
package io.lockstep.tools.history.record;

import org.jspecify.annotations.NullMarked;
