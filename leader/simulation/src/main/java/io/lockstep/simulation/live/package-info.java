/**
 * A cluster of real nodes in one process, for tests of clients: sockets on the loopback address and the clock of this
 * machine, but a log in memory. A test can stop a server, cut connections, and lose or hold back single answers.
 *
 * <p>Depends on the follower's and the leader's modules, and not on the rest of the simulation. Start reading at {@link
 * io.lockstep.simulation.live.LiveCluster}.
 */
@NullMarked
package io.lockstep.simulation.live;

import org.jspecify.annotations.NullMarked;
