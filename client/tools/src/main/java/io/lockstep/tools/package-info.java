/**
 * {@code tools.jar}: programs that test a cluster from outside. {@code torture} records what many clients do and see;
 * {@code judge} decides whether such a history could have come from correct locks.
 *
 * <p>Not part of the product. Depends on {@code common} and {@code program}; it shares no code with the clients that it
 * stands in for. Start reading at {@link io.lockstep.tools.ToolsMain}.
 */
@NullMarked
package io.lockstep.tools;

import org.jspecify.annotations.NullMarked;
