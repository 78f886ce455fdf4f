/**
 * What must hold of every run, one small class for each promise. They judge what clients were told, beside the committed
 * log; none of them looks into a node. Each has a test that shows it a bad history.
 */
@NullMarked
package io.lockstep.simulation.check;

import org.jspecify.annotations.NullMarked;
