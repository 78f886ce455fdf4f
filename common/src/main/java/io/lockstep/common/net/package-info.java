/**
 * One thread, many sockets: the event loop that owns a server's connections. Knows nothing of locks. Start reading at
 * {@code EventLoop}.
 */
@NullMarked
package io.lockstep.common.net;

import org.jspecify.annotations.NullMarked;
