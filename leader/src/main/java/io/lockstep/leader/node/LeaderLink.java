package io.lockstep.leader.node;

import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.RegisteredServer;
import io.lockstep.leader.replication.Member;
import io.lockstep.leader.replication.Replication;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who leads, as far as this node knows, and the way there: itself, or a channel to another server. */
final class LeaderLink implements RequestRoute {

    private final int self;
    private final ReplicatedMap map;
    private final Replication replication;
    private final PeerNetwork peers;
    private @Nullable Leadership leadership;
    private int leader;
    private long term;
    private Consumer<PeerMessage> answers = message -> {
        throw new IllegalStateException("no one to take " + message);
    };

    LeaderLink(int self, ReplicatedMap map, Replication replication, PeerNetwork peers) {
        this.self = self;
        this.map = map;
        this.replication = replication;
        this.peers = peers;
    }

    /** Where this node's own answers go while it leads; called once, before anything is sent. */
    void answerTo(Consumer<PeerMessage> receiver) {
        answers = receiver;
    }

    void lead(Leadership newLeadership) {
        leadership = newLeadership;
        leader = self;
        term = newLeadership.term();
    }

    /** @param newLeader number of the server that leads; 0 if none is known */
    void follow(int newLeader, long newTerm) {
        leadership = null;
        leader = newLeader;
        term = newTerm;
    }

    /** This node's leadership; null while another leads, or none. */
    @Nullable
    Leadership leadership() {
        return leadership;
    }

    /** Number of the server that leads; 0 if none is known. */
    int leader() {
        return leader;
    }

    long term() {
        return term;
    }

    @Override
    public boolean send(LongFunction<PeerMessage> messageForTerm) {
        if (leadership != null) {
            leadership.receive(messageForTerm.apply(term), answers);
            return true;
        }
        String address = leader == 0 ? null : peerAddress(leader);
        PeerChannel channel = address == null ? null : peers.channelTo(leader, address);
        if (channel == null) {
            return false;
        }
        channel.send(messageForTerm.apply(term));
        return true;
    }

    private @Nullable String peerAddress(int server) {
        LockStateMachine machine = map.machine();
        RegisteredServer registered = machine.server(server);
        if (registered != null) {
            return registered.peerAddress();
        }
        return Stream.concat(replication.membership().voters().stream(), replication.membership().learners().stream())
                .filter(member -> member.server() == server)
                .map(Member::peerAddress)
                .findFirst()
                .orElse(null);
    }
}
