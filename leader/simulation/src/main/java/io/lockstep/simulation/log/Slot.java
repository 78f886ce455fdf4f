package io.lockstep.simulation.log;

import io.lockstep.follower.replication.Membership;

/** One committed entry of the shared log. */
sealed interface Slot {

    long index();

    /** An entry of the nodes. */
    record Ours(long index, Proposal proposal) implements Slot {}

    /** The first entry of a leader's term. Nodes do not see it. */
    record TermBegins(long index, long term, int leader) implements Slot {}

    /** A change of membership. Nodes see it in {@link SimulatedReplication#membership}. */
    record Members(long index, Membership membership) implements Slot {}
}
