/**
 * Long runs under faults: recorded histories that are judged, holders that are paused beyond their lease, and leases
 * that end neither early nor late. {@code scripts/torture} runs them for longer, as {@code loopback}, {@code pauses}
 * and {@code leases}. Depends on {@code cluster} and on the tools. Start reading at {@link
 * io.lockstep.endtoend.faults.TortureRun}.
 */
@NullMarked
package io.lockstep.endtoend.faults;

import org.jspecify.annotations.NullMarked;
