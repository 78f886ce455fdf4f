/**
 * Gives the consensus engine its storage: our segmented log instead of RocksDB, a checksummed vote file, and
 * sealed snapshots. Checks all of them together before the engine starts.
 *
 * <p>Depends on {@code engine.fitness}, {@code log}, {@code storage} and {@code trust}. Start at {@link
 * io.lockstep.follower.engine.storage.EngineStorage}.
 */
@NullMarked
package io.lockstep.follower.engine.storage;

import org.jspecify.annotations.NullMarked;
