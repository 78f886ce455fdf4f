/** A server's data directory: who it is, and that nobody else uses it. Start reading at {@code DataDirectory}. */
@NullMarked
package io.lockstep.leader.storage;

import org.jspecify.annotations.NullMarked;
