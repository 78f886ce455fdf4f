/**
 * TLS at the ports of a server: a transport for the event loop, over the library tls-channel, and certificates that are
 * read anew while the server runs.
 *
 * <p>Depends on {@code common.net}, {@code common.tls} and {@code context}; {@code server} alone depends on it. Start
 * at {@link io.lockstep.follower.tls.Encryption}.
 */
@NullMarked
package io.lockstep.follower.tls;

import org.jspecify.annotations.NullMarked;
