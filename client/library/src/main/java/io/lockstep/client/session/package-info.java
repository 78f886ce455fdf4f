/**
 * A client's session with the cluster, which outlives connections and servers: it renews its lease, moves to another
 * server when one fails, and settles each request once. A watch is a part of a session, too.
 *
 * <p>Depends on {@code client.connection} and {@code common.protocol}. Start reading at
 * {@link io.lockstep.client.session.ClientSession}, then {@link io.lockstep.client.session.Settlement}.
 */
@NullMarked
package io.lockstep.client.session;

import org.jspecify.annotations.NullMarked;
