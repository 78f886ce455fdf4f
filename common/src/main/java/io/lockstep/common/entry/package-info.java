/**
 * The binary form of log entries, command results and snapshots, with a version byte first. Pure, like the state machine
 * it serves; works on {@code byte[]} and {@link java.nio.ByteBuffer} only. Start reading at {@code EntryCodec}.
 */
@NullMarked
package io.lockstep.common.entry;

import org.jspecify.annotations.NullMarked;
