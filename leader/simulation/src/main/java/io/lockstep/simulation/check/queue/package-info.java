/**
 * The promises about waiting requests: their order, how their waits end, and that no session waits in vain or in a
 * cycle. Each check compares the lines that clients received with the committed log as {@code check.reading}
 * understands it. Start at {@code WaitCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.queue;

import org.jspecify.annotations.NullMarked;
