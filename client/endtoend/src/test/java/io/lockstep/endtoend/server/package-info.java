/**
 * What servers do when they start, stop, are killed, lose their disk, or are sent garbage. Depends on {@code cluster}.
 * Start reading at {@link io.lockstep.endtoend.server.KillUnderLoadTest}.
 */
@NullMarked
package io.lockstep.endtoend.server;

import org.jspecify.annotations.NullMarked;
