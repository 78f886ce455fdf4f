/**
 * The promises about users: what their rules allow and nothing else, tokens that count as long as they are valid, and
 * quotas. Each check compares the lines that clients received with the users of the committed log, as the server at the
 * other end may have known them. Start at {@code RightsCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.access;

import org.jspecify.annotations.NullMarked;
