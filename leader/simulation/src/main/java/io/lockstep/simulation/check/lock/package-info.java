/**
 * What must hold of locks: who may own one, which token it has, and what a request did or did not do. Each check judges
 * what clients were told beside the committed log as {@code check.reading} understands it. Start reading at {@code
 * OwnerCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.lock;

import org.jspecify.annotations.NullMarked;
