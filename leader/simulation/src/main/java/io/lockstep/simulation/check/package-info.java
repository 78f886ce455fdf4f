/**
 * How a run is judged. A {@code Check} is one promise. It judges {@code Evidence}: the lines that clients received, the
 * committed log, and what servers showed; it looks into no node. A {@code CheckVerdict} counts what it judged, which
 * exposes a check that never has anything to judge. The packages below hold the checks by subject; each check has a
 * test with a bad history. Start at {@code Check}.
 */
@NullMarked
package io.lockstep.simulation.check;

import org.jspecify.annotations.NullMarked;
