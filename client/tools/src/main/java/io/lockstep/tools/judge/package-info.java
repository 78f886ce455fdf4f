/**
 * Judges a history: could it have come from one correct lock per name? Two independent parts must both hold: {@link
 * io.lockstep.tools.judge.DirectChecks}, and {@link io.lockstep.tools.judge.Linearizer}, a search for an order that
 * explains every answer.
 *
 * <p>Pure. Depends on {@code tools.history}; knows neither a server nor a recorder. Start reading at
 * {@link io.lockstep.tools.judge.Judge}.
 */
@NullMarked
package io.lockstep.tools.judge;

import org.jspecify.annotations.NullMarked;
