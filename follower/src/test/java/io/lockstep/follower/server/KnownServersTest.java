package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.peer.PeerIdentity;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.storage.Identity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Server 1 of a cluster decides who counts as a member. */
class KnownServersTest {

    private @Nullable Membership membership = voters(1, 2, 3);
    private final KnownServers servers = new KnownServers(
            () -> Identity.founding("127.0.0.1:9100"), 5, new HeldSecret(), () -> membership, removed -> {});

    private static Membership voters(Integer... numbers) {
        Set<Member> voters = Stream.of(numbers)
                .map(number -> new Member(number, "127.0.0.1:" + (9099 + number)))
                .collect(Collectors.toSet());
        return new Membership(voters, Set.of(), false);
    }

    private static PeerIdentity peer(int server, String storageId) {
        return new PeerIdentity("cluster", server, storageId, 1);
    }

    private static RegisteredServer registered(int server, Standing standing) {
        return new RegisteredServer(server, "storage-" + server, "127.0.0.1:" + server, "127.0.0.1:10" + server)
                .with(standing);
    }

    @Test
    void membersAreThoseOfTheMapAndOfTheLog() {
        servers.learn(List.of(registered(2, Standing.MEMBER), registered(4, Standing.REMOVED)));
        assertThat(servers.isMember(peer(2, "storage-2"))).isTrue();
        assertThat(servers.isMember(peer(2, "storage-new"))).isFalse();
        assertThat(servers.isMember(peer(3, "anything"))).isTrue();
        assertThat(servers.isMember(peer(4, "storage-4"))).isFalse();
        assertThat(servers.isMember(peer(99, "anything"))).isFalse();
    }

    @Test
    void nobodyIsAMemberBeforeTheLogIsOpen() {
        membership = null;
        assertThat(servers.isMember(peer(2, "storage-2"))).isFalse();
    }

    @Test
    void aServerThatIsNotInItsOwnLogTakesEveryServerForAMember() {
        membership = voters(2, 3);
        assertThat(servers.isMember(peer(99, "anything"))).isTrue();
    }

    @Test
    void aMemberIntroducesServersThatTheLogDoesNotHaveYet() {
        PeerMessage.Members members = new PeerMessage.Members(List.of(new PeerMessage.Introduced(7, "storage-7")));
        servers.introduced(peer(99, "anything"), members);
        assertThat(servers.isMember(peer(7, "storage-7"))).isFalse();
        servers.introduced(peer(3, "storage-3"), members);
        assertThat(servers.isMember(peer(7, "storage-7"))).isTrue();
        assertThat(servers.isMember(peer(7, "storage-new"))).isFalse();
        servers.introduced(peer(7, "storage-7"), new PeerMessage.Members(List.of(new PeerMessage.Introduced(8, "x"))));
        assertThat(servers.isMember(peer(8, "x"))).isFalse();
    }

    @Test
    void whatItTellsOthersIsWhoIsNotRemoved() {
        servers.learn(List.of(registered(2, Standing.LEAVING), registered(4, Standing.REMOVED)));
        assertThat(servers.members().servers()).containsExactly(new PeerMessage.Introduced(2, "storage-2"));
    }
}
