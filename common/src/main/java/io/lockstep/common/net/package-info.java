/**
 * One thread, many sockets: the event loop that owns a server's client connections. It knows lines of text and nothing
 * of locks. Start reading at {@link io.lockstep.common.net.EventLoop}, then {@link io.lockstep.common.net.LoopOwner}.
 * May depend on the JDK alone.
 */
@NullMarked
package io.lockstep.common.net;

import org.jspecify.annotations.NullMarked;
