/**
 * The replicated log on disk: segment files of checksummed records. It knows bytes and indexes, but not the engine.
 * {@code docs/LOG.md} describes the format and the rules of recovery.
 *
 * <p>Depends on nothing but the JDK. Start at {@link io.lockstep.follower.log.SegmentedLog}.
 */
@NullMarked
package io.lockstep.follower.log;

import org.jspecify.annotations.NullMarked;
