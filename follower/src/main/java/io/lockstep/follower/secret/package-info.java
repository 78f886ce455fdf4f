/**
 * How the two ends of a link between servers prove that they know the cluster's secret: what each proof covers, and the
 * first message of each end. Says nothing of sockets.
 *
 * <p>Depends on {@code common.secret}. Start at {@link io.lockstep.follower.secret.LinkProof}.
 */
@NullMarked
package io.lockstep.follower.secret;

import org.jspecify.annotations.NullMarked;
