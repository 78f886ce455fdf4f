/**
 * A server process: the wiring of data directory, wire, engine, node and event loop, and what the operator is told. Knows
 * all the other packages, and none knows it. Start reading at {@link io.lockstep.leader.server.Server}.
 */
@NullMarked
package io.lockstep.leader.server;

import org.jspecify.annotations.NullMarked;
