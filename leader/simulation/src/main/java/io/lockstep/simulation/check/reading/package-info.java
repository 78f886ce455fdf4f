/**
 * What the committed log means, by rules of its own: who owned which lock from where to where, which requests were queued,
 * which sessions there were. Shares no code with the state machine but the commands. Depends on {@code simulation.client}
 * for what a client asked. Start reading at {@code LogReading}.
 */
@NullMarked
package io.lockstep.simulation.check.reading;

import org.jspecify.annotations.NullMarked;
