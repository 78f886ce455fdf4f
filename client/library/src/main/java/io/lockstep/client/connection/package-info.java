/**
 * A client's way to the servers: one connection, the session that outlives it, and fail-over between servers.
 *
 * <p>Depends on the JDK and {@code common.protocol} only, so that a library can be made of it. Start reading at
 * {@code Session}.
 */
@NullMarked
package io.lockstep.client.connection;

import org.jspecify.annotations.NullMarked;
