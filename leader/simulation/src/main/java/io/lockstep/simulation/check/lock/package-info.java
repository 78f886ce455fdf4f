/**
 * The promises about locks: who may own one, which token it has, and what a request did or did not do. Each check
 * compares the lines that clients received with the committed log as {@code check.reading} understands it. Start at
 * {@code OwnerCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.lock;

import org.jspecify.annotations.NullMarked;
