package io.lockstep.simulation.check.reading;

import io.lockstep.common.protocol.Verb;
import java.util.List;

/** A request that was done: that took locks, gave them back, or broke one. */
public record Deed(long session, long request, Verb verb, List<String> names, long token, Moment moment) {}
