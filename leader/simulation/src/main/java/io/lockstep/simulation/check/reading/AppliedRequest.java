package io.lockstep.simulation.check.reading;

import io.lockstep.common.protocol.Verb;
import java.util.List;

/** A request that took effect: it took locks, released them, or broke a grant. */
public record AppliedRequest(long session, long request, Verb verb, List<String> names, long token, Moment moment) {}
