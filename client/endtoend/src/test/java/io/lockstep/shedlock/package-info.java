/**
 * A ShedLock provider made of the client library: an example of an adapter, and judged by ShedLock's own tests. Nothing
 * else depends on it.
 */
@NullMarked
package io.lockstep.shedlock;

import org.jspecify.annotations.NullMarked;
