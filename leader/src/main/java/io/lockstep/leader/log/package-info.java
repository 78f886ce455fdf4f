/**
 * The replicated log on disk: segment files of checksummed records. Knows bytes and indexes, not the engine, and needs
 * nothing but the JDK. {@code docs/LOG.md} has the format and the rules of recovery. Start reading at {@code
 * SegmentedLog}.
 */
@NullMarked
package io.lockstep.leader.log;

import org.jspecify.annotations.NullMarked;
