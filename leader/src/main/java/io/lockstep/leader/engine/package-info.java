/** The only package that sees the consensus engine (SOFAJRaft): starts it, and adapts its state machine, log and wire to ours. Start reading at {@code EngineReplication}. */
@NullMarked
package io.lockstep.leader.engine;

import org.jspecify.annotations.NullMarked;
