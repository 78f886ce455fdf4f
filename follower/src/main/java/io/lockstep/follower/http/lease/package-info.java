/**
 * Locks over HTTP, for programs that keep no connection: each is a grant with a lease of its own. One set of paths is
 * Lockstep's, one that of Terraform's and OpenTofu's http backend.
 *
 * <p>Depends on {@code http}. Start at {@link io.lockstep.follower.http.lease.LeaseRoutes}.
 */
@NullMarked
package io.lockstep.follower.http.lease;

import org.jspecify.annotations.NullMarked;
