/**
 * The binary form of log entries, command results and snapshots, with a version byte first, and the pieces that messages
 * between servers are made of. Pure, like the state machine it serves; works on {@code byte[]} and {@link
 * java.nio.ByteBuffer} only. Depends on {@code io.lockstep.common.lock}. Start reading at {@link
 * io.lockstep.common.entry.EntryCodec}, then {@link io.lockstep.common.entry.ByteWriter}.
 */
@NullMarked
package io.lockstep.common.entry;

import org.jspecify.annotations.NullMarked;
