/**
 * Gives the consensus engine its storage: our segmented log instead of RocksDB, a checksummed vote file, and snapshot
 * files.
 *
 * <p>Depends on {@code engine.fitness}, {@code log} and {@code storage}. Start at {@link
 * io.lockstep.follower.engine.storage.EngineLogStorage}.
 */
@NullMarked
package io.lockstep.follower.engine.storage;

import org.jspecify.annotations.NullMarked;
