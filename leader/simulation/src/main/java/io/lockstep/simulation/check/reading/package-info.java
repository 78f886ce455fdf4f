/**
 * The meaning of the committed log by independent rules: who owned which lock when, which requests were queued, and
 * which sessions existed. Shares no code with the state machine but the commands. Depends on {@code simulation.client}
 * for the clients' requests. Start at {@code LogReading}.
 */
@NullMarked
package io.lockstep.simulation.check.reading;

import org.jspecify.annotations.NullMarked;
