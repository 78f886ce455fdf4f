/**
 * Random and mutated input to live servers, from a seed. Start at {@code FuzzRun}; {@code LineStranger} attacks the
 * port for clients, and another {@code Stranger} may attack another port.
 */
@NullMarked
package io.lockstep.endtoend.fuzz;

import org.jspecify.annotations.NullMarked;
