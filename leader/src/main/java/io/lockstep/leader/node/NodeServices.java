package io.lockstep.leader.node;

import java.util.random.RandomGenerator;

/** What the parts of a node share. Made once by {@link Node}; everything in it belongs to the loop thread. */
record NodeServices(
        NodeIdentity self,
        NodeSettings settings,
        NodeClock clock,
        RandomGenerator random,
        ReplicatedMap map,
        LeaderLink leaderLink,
        PendingRequests pending,
        HeardSessions heard,
        SessionsHere sessionsHere,
        LocalReads localReads,
        Watches watches,
        Timers timers) {}
