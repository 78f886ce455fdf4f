/**
 * The line protocol that clients speak, as {@code docs/PROTOCOL.md} lays it down: lines to requests, replies to lines.
 * Pure: text in, values out. Start reading at {@code Request}.
 */
@NullMarked
package io.lockstep.common.protocol;

import org.jspecify.annotations.NullMarked;
