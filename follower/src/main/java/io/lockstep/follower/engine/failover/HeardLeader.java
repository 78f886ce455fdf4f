package io.lockstep.follower.engine.failover;

/** The leader that this server has heard last. */
record HeardLeader(int server, long term, long atNanos) {}
