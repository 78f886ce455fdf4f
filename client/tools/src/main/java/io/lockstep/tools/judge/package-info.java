/**
 * Decides whether a history could have come from correct locks. Two independent parts must agree: {@link
 * io.lockstep.tools.judge.DirectChecks}, and {@link io.lockstep.tools.judge.Linearizer}, which searches for an order
 * that explains every answer.
 *
 * <p>Pure. Depends on {@code tools.history}; knows neither a server nor a recorder. Start reading at
 * {@link io.lockstep.tools.judge.Judge}.
 */
@NullMarked
package io.lockstep.tools.judge;

import org.jspecify.annotations.NullMarked;
