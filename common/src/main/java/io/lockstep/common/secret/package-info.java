/**
 * The secret that the servers of a cluster share: its value, its form as text, and reading it from a file.
 *
 * <p>Depends on nothing but the JDK. Start at {@link io.lockstep.common.secret.ClusterSecret}.
 */
@NullMarked
package io.lockstep.common.secret;

import org.jspecify.annotations.NullMarked;
