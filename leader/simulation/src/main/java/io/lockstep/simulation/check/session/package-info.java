/**
 * What must hold of sessions: a lease ends neither early nor late, and a client is told of the locks it loses. Each check
 * judges what clients were told beside the committed log as {@code check.reading} understands it. Start reading at {@code
 * EarlyEndCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.session;

import org.jspecify.annotations.NullMarked;
