/**
 * The line protocol of clients, as specified in {@code docs/PROTOCOL.md}: parses requests and replies, and writes
 * lines.
 *
 * <p>Pure: text in, values out. Depends on {@code common.command} for names, modes and keys, and on {@code
 * common.access} for users. Start at {@link io.lockstep.common.protocol.Request}.
 */
@NullMarked
package io.lockstep.common.protocol;

import org.jspecify.annotations.NullMarked;
