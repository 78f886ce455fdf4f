package io.lockstep.follower.forwarding;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.replication.Replication;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The current leader as far as this server knows it, and the route to it: this server itself, or a channel to another
 * server. Loop thread only.
 */
public final class LeaderLink {

    private final int self;
    private final ReplicatedMap map;
    private final Replication replication;
    private final PeerNetwork peers;
    private final EarlyRequests early = new EarlyRequests();
    private @Nullable LeaderRole role;
    private int leader;
    private long term;
    private Consumer<PeerMessage.FromLeader> answers = message -> {
        throw new IllegalStateException("nothing takes " + message);
    };

    /** @param self this server's number */
    public LeaderLink(int self, ReplicatedMap map, Replication replication, PeerNetwork peers) {
        this.self = self;
        this.map = map;
        this.replication = replication;
        this.peers = peers;
    }

    /** Sets the receiver of this server's own answers while it leads. Called once, before anything is sent. */
    public void answerTo(Consumer<PeerMessage.FromLeader> receiver) {
        answers = receiver;
    }

    /** This server leads from now on. */
    public void lead(LeaderRole newRole) {
        role = newRole;
        leader = self;
        term = newRole.term();
        early.lead(newRole);
    }

    /**
     * This server does not lead.
     *
     * @param newLeader number of the server that leads; 0 if none is known
     */
    public void follow(int newLeader, long newTerm) {
        role = null;
        leader = newLeader;
        term = newTerm;
        early.settled(newTerm);
    }

    /**
     * Another server asks this one as the leader of a term. If this one does not lead in it, the other may have heard
     * first of an election that this one has won; then the request waits until this one leads.
     */
    public void asked(PeerChannel from, PeerMessage.ToLeader message) {
        LeaderRole leading = role;
        if (leading != null && leading.term() == message.term()) {
            leading.receive(message, from::send);
        } else {
            early.receive(from, message, term);
        }
    }

    /** Ends a turn: the leader's part proposes and confirms, and messages to other servers go out. */
    public void flush() {
        if (role != null) {
            role.flush();
        }
        peers.flush();
    }

    /** Refuses the requests that have waited too long for this server to lead. */
    public void tick() {
        early.tick();
    }

    /** This server's role as the leader; null while it does not lead. */
    public @Nullable LeaderRole role() {
        return role;
    }

    /** Number of the server that leads; 0 if none is known. */
    public int leader() {
        return leader;
    }

    /** The newest term that this server knows. */
    public long term() {
        return term;
    }

    /**
     * Sends a message, made for {@link #term}, to the leader.
     *
     * @return the way that it went; null if no leader is known or there is no channel to it
     */
    public @Nullable Route send(PeerMessage.ToLeader message) {
        if (role != null) {
            role.receive(message, answers);
            return Route.HERE;
        }
        String address = leader == 0 ? null : peerAddress(leader);
        PeerChannel channel = address == null ? null : peers.channelTo(leader, address);
        if (channel == null) {
            return null;
        }
        channel.send(message);
        return Route.over(channel);
    }

    /** Opens channels to all members: who answers or refuses tells a server without a leader how things are. */
    void lookForMembers() {
        otherMembers().forEach(member -> peers.channelTo(member.server(), member.peerAddress()));
    }

    /** Sends a message to each other member to which there is a channel. */
    void tellMembers(PeerMessage message) {
        otherMembers().forEach(member -> {
            PeerChannel channel = peers.channelTo(member.server(), member.peerAddress());
            if (channel != null) {
                channel.send(message);
            }
        });
    }

    private Stream<Member> otherMembers() {
        Membership known = replication.membership();
        return Stream.concat(known.voters().stream(), known.learners().stream())
                .filter(member -> member.server() != self);
    }

    /** The servers with which this one has an open channel. */
    public Set<Integer> linked() {
        return peers.linked();
    }

    private @Nullable String peerAddress(int server) {
        RegisteredServer registered = map.machine().server(server);
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
