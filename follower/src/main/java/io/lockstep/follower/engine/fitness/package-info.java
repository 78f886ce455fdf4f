/**
 * Finds out that this server is not fit to lead, although its process runs: its disk does not answer, its loop does not
 * turn, or nothing that it proposes is committed. Depends on {@code metrics}. Start at {@link
 * io.lockstep.follower.engine.fitness.FitnessWatch}.
 */
@NullMarked
package io.lockstep.follower.engine.fitness;

import org.jspecify.annotations.NullMarked;
