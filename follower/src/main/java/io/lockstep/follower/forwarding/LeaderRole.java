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
import org.jspecify.annotations.Nullable;

/**
 * The role of this server as the leader of one term. It is made when the term starts and not used after {@link #end}.
 * Loop thread only; no call blocks.
 */
public interface LeaderRole {

    /** The term in which this server leads. */
    long term();

    /**
     * Takes a message that this server or a follower sends to the leader of this term.
     *
     * @param reply receives the answer, now or in a later call; some messages have none
     */
    void receive(PeerMessage.ToLeader message, Consumer<PeerMessage.FromLeader> reply);

    /**
     * The entry that this role has proposed as these bytes, the same array; null if it has not. To decode what this
     * server has encoded a moment ago would be work for nothing.
     */
    @Nullable
    Entry proposed(byte[] bytes);

    /** An entry was applied to this server's map, with one effect for each of its commands. */
    void applied(Entry entry, List<Effect> effects);

    /** Ends a turn of the loop: proposes and confirms what the turn has collected. */
    void flush();

    /** Does the work that is due by time. */
    void tick();

    /** This server was stalled, so renewals may still wait in its sockets. */
    void stalled();

    /** Milliseconds until the session's lease runs out, for display. */
    long leaseRemainingMillis(long session);

    /** The term is over. Every request that was not proposed is given back to the server that sent it. */
    void end();

    /** Makes the leader role when a term starts. */
    @FunctionalInterface
    interface Factory {

        /** The role for {@code term}, which starts now. Every entry of earlier terms has been applied. */
        LeaderRole begin(long term, LeadingServer server);
    }

    /**
     * The server that leads.
     *
     * @param contacts who is heard of
     * @param nextProposal numbers the proposals of this run of the server
     */
    record LeadingServer(
            NodeIdentity self,
            NodeSettings settings,
            ReplicatedMap map,
            Replication replication,
            NodeClock clock,
            Contacts contacts,
            LongSupplier nextProposal) {}
}
