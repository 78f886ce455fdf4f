/**
 * The promises about everything that a server shows: its map, the answers to reads, the events of a watch, and the
 * audit trail. Each check compares it with the committed log as {@code check.reading} understands it. Start at {@code
 * MapCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.view;

import org.jspecify.annotations.NullMarked;
