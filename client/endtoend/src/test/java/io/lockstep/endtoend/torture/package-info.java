/**
 * The torture: servers that each have a network namespace, a file system and a clock of their own, faults that begin
 * and end at random, clients that record what they see, and the judge. {@code scripts/torture} runs it; {@link
 * io.lockstep.endtoend.torture.FaultRunTest} is the short form. Needs root and Linux. Depends on {@code cluster}, on
 * {@code faults} for its options, and on the tools. Start reading at {@link io.lockstep.endtoend.torture.FaultRun}.
 */
@NullMarked
package io.lockstep.endtoend.torture;

import org.jspecify.annotations.NullMarked;
