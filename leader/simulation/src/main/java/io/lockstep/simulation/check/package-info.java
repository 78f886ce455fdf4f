/**
 * How a run is judged. A {@code Check} is one promise; it judges {@code Evidence}, which is what clients were told, the
 * committed log, and what servers showed, and looks into no node. A {@code Verdict} counts what it judged, so that a check
 * that never had anything to judge is found. The checks are in the packages below, by subject; each has a test that shows
 * it a bad history. Start reading at {@code Check}.
 */
@NullMarked
package io.lockstep.simulation.check;

import org.jspecify.annotations.NullMarked;
