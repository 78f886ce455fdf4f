/**
 * Tests servers that start, stop, are killed, lose their disk, or receive garbage. Depends on {@code cluster}.
 * Start reading at {@link io.lockstep.endtoend.server.KillUnderLoadTest}.
 */
@NullMarked
package io.lockstep.endtoend.server;

import org.jspecify.annotations.NullMarked;
