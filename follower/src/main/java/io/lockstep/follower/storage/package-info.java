/**
 * A server's data directory: its identity, its format version, and the lock that keeps a second process out.
 *
 * <p>Depends on nothing but the JDK. Start at {@link io.lockstep.follower.storage.DataDirectory}.
 */
@NullMarked
package io.lockstep.follower.storage;

import org.jspecify.annotations.NullMarked;
