/**
 * What must hold of requests that wait: their order, how their waits end, and that no session waits in vain or in a circle.
 * Each check judges what clients were told beside the committed log as {@code check.reading} understands it. Start reading
 * at {@code WaitCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.queue;

import org.jspecify.annotations.NullMarked;
