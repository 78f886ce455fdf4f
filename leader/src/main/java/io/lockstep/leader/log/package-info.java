/** The replicated log on disk: segment files of checksummed records. Knows bytes and indexes, not the engine. Start reading at {@code SegmentedLog}. */
@NullMarked
package io.lockstep.leader.log;

import org.jspecify.annotations.NullMarked;
