/** What only the current leader does: decides, batches, confirms, watches leases. Pure: time is handed in. Start reading at {@code LeaderDecisions}. */
@NullMarked
package io.lockstep.leader.authority;

import org.jspecify.annotations.NullMarked;
