/**
 * Measures Lockstep, and beside it ZooKeeper, etcd and Redis, at the same things in one sitting: {@code scripts/bench}.
 * Every server forces a write to disk before it answers, and every client has one request under way.
 *
 * <p>Lockstep's load comes from {@code lockstep bench}, the others' from one selector thread of the same kind, except
 * for the hand-overs, for which their users take Curator and Redisson. Start reading at {@link
 * io.lockstep.comparison.Comparison}.
 */
package io.lockstep.comparison;
