/**
 * The binary form of log entries, command results, snapshots and backups, and the pieces that messages between servers
 * consist of. Entries and snapshots begin with a version byte and a checksum.
 *
 * <p>Pure, like the state machine it serves; works on {@code byte[]} and {@link java.nio.ByteBuffer} only. Depends on
 * {@code common.access}, {@code common.command}, {@code common.record} and {@code common.lock}. Start at {@link
 * io.lockstep.common.entry.EntryCodec}, then {@link io.lockstep.common.entry.ByteWriter}.
 */
@NullMarked
package io.lockstep.common.entry;

import org.jspecify.annotations.NullMarked;
