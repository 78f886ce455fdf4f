/**
 * Judges a history: could it have come from one correct lock per name? Two independent parts, each of which must hold:
 * {@link io.lockstep.tools.history.check.DirectChecks}, and a search for an order that explains every answer,
 * {@link io.lockstep.tools.history.check.Linearizer}. Pure; knows neither a server nor who recorded.
 *
 * <p>Start reading at {@link io.lockstep.tools.history.check.Judge}.
 */
@NullMarked
package io.lockstep.tools.history.check;

import org.jspecify.annotations.NullMarked;
