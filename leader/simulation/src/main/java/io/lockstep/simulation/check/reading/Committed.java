package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.Entry;

/** One entry of the log and when it was committed, in simulated microseconds. */
public record Committed(long index, long atMicros, Entry entry) {}
