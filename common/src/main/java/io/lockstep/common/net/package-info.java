/**
 * One thread, many sockets: the event loop that owns a server's client connections. It knows lines of text and nothing
 * about locks.
 *
 * <p>Depends on the JDK only. Start at {@link io.lockstep.common.net.EventLoop}, then {@link
 * io.lockstep.common.net.LoopOwner}.
 */
@NullMarked
package io.lockstep.common.net;

import org.jspecify.annotations.NullMarked;
