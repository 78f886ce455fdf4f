/**
 * What one lock costs, counted: context switches, system calls, processor time, bytes, and the threads that wake one
 * another on its way. {@link io.lockstep.endtoend.budget.Budget} prints it, and {@code scripts/budget} starts that;
 * {@link io.lockstep.endtoend.budget.BudgetGuardTest} compares some of the counts with those in {@code
 * budget.properties}.
 *
 * <p>May depend on {@code cluster} and {@code trace}.
 */
@NullMarked
package io.lockstep.endtoend.budget;

import org.jspecify.annotations.NullMarked;
