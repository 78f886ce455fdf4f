/**
 * The promises about sessions: a lease ends neither early nor late, and a client learns of the locks that it loses.
 * Each check compares the lines that clients received with the committed log as {@code check.reading} understands it.
 * Start at {@code EarlyEndCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.session;

import org.jspecify.annotations.NullMarked;
