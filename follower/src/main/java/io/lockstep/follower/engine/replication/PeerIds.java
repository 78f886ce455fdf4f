package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.entity.PeerId;
import io.lockstep.follower.replication.Member;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The members as the engine names them. The engine knows a peer by its address and a small number. The number is the
 * server's, so a new server at an old address is another peer.
 */
final class PeerIds {

    private PeerIds() {}

    /** @throws IllegalArgumentException if the address is not {@code host:port} */
    static PeerId of(int server, String peerAddress) {
        int colon = peerAddress.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + peerAddress);
        }
        String host = peerAddress.substring(0, colon);
        return new PeerId(host, Integer.parseInt(peerAddress.substring(colon + 1)), server);
    }

    static PeerId of(Member member) {
        return of(member.server(), member.peerAddress());
    }

    static List<PeerId> of(Collection<Member> members) {
        return members.stream().map(PeerIds::of).toList();
    }

    static Set<Member> voters(Configuration configuration) {
        return members(configuration.getPeers());
    }

    static Set<Member> learners(Configuration configuration) {
        return members(configuration.getLearners());
    }

    private static Set<Member> members(Collection<PeerId> peers) {
        return peers.stream()
                .map(peer -> new Member(peer.getIdx(), peer.getEndpoint().toString()))
                .collect(Collectors.toSet());
    }
}
