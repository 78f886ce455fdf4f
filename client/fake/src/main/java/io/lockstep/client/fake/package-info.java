/**
 * A cluster in one process that answers clients as a test tells it to: it delays, cuts connections, and refuses. Only
 * tests of the client modules use it.
 *
 * <p>Depends on {@code common.lock} and {@code common.protocol}. Start reading at
 * {@link io.lockstep.client.fake.FakeCluster}.
 */
package io.lockstep.client.fake;
