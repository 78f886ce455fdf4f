/**
 * One TCP connection to one server: requests out, replies and pushes in. Requests are tagged, so many can be under way.
 * Also finds a server that answers. Knows nothing of sessions.
 *
 * <p>Depends on {@code common.net} for addresses and {@code common.protocol} for lines. Start reading at
 * {@link io.lockstep.client.connection.ServerConnection}.
 */
@NullMarked
package io.lockstep.client.connection;

import org.jspecify.annotations.NullMarked;
