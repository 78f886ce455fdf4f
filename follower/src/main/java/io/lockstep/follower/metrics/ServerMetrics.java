package io.lockstep.follower.metrics;

/**
 * All that a server counts and measures.
 *
 * @param node its requests and locks
 * @param census what a look at every lock has found
 * @param loop its loop
 * @param log its log and its disk
 */
public record ServerMetrics(NodeMetrics node, LockFigures census, LoopMetrics loop, LogState log) {}
