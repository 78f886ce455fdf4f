package io.lockstep.follower.forwarding;

import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Replication;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What this server does as the leader, for one term. It is made when the term begins; after {@link #end} it is not called
 * again. All calls come on the loop thread, and none blocks.
 */
public interface LeaderRole {

    /** The term in which this server leads. */
    long term();

    /**
     * Takes what this server or a follower asks of the leader of this term.
     *
     * @param reply gets the answer, now or in a later call; for some messages none
     */
    void receive(PeerMessage.ToLeader message, Consumer<PeerMessage.FromLeader> reply);

    /** An entry was applied to this server's map, with one effect for each of its commands. */
    void applied(Entry entry, List<Effect> effects);

    /** Proposes and confirms what this turn of the loop has collected. */
    void flush();

    /** Does what is due by time. */
    void tick();

    /** This server stood still and may have missed renewals that wait in its sockets. */
    void stalled();

    /** Milliseconds until the session's lease runs out, for display. */
    long leaseRemainingMillis(long session);

    /** The term is over: what was not proposed is given back to the server that sent it. */
    void end();

    /** Makes the leader's part of a server when a term begins. */
    @FunctionalInterface
    interface Factory {

        /** The part for {@code term}, which begins now. Everything committed before has been applied. */
        LeaderRole begin(long term, LeadingServer server);
    }

    /**
     * The server that leads.
     *
     * @param nextProposal gives each proposal of this run of the server a number of its own
     */
    record LeadingServer(
            NodeIdentity self,
            NodeSettings settings,
            ReplicatedMap map,
            Replication replication,
            NodeClock clock,
            LongSupplier nextProposal) {}
}
