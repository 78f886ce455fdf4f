/**
 * What must hold of all that a server shows: its map, the answers to reads, the events of a watch, the audit trail. Each
 * check judges it beside the committed log as {@code check.reading} understands it. Start reading at {@code MapCheck}.
 */
@NullMarked
package io.lockstep.simulation.check.view;

import org.jspecify.annotations.NullMarked;
