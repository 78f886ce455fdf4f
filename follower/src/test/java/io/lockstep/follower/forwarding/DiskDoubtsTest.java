package io.lockstep.follower.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.context.TestClock;
import io.lockstep.follower.forwarding.RecordingPeers.Sent;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.DiskTrust;
import io.lockstep.follower.replication.IdleReplication;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Server 1 of three is in doubt of its disk, or hears that another one is. Nobody leads. */
class DiskDoubtsTest {

    private final TestClock clock = new TestClock();
    private final IdleReplication replication = new IdleReplication(1, 2, 3);
    private final RecordingPeers peers = new RecordingPeers();
    private final DiskDoubts doubts =
            new DiskDoubts(1, replication, new LeaderLink(1, new ReplicatedMap(clock), replication, peers), clock);

    /** Lets time pass in turns of 50 ms, and returns what was sent. */
    private List<Sent> pass(long millis) {
        peers.sent.clear();
        for (long passed = 0; passed < millis; passed += 50) {
            clock.pass(50);
            doubts.tick();
        }
        return List.copyOf(peers.sent);
    }

    private void doubt(Integer... waitsFor) {
        replication.trust = new DiskTrust(true, Set.of(waitsFor), null);
    }

    @Test
    void aServerInDoubtTellsAllOthersAtOnceAndThenFourTimesASecond() {
        assertThat(pass(10_000)).isEmpty();
        doubt(3, 2);
        PeerMessage told = new PeerMessage.InDoubt(List.of(2, 3));
        assertThat(pass(50)).containsExactlyInAnyOrder(new Sent(2, told), new Sent(3, told));
        assertThat(pass(200)).isEmpty();
        assertThat(pass(50)).hasSize(2);
        assertThat(pass(1_000)).hasSize(8);
    }

    @Test
    void itTellsWhomItWaitsForNow() {
        doubt(2, 3);
        pass(50);
        doubt(3);
        assertThat(pass(250)).extracting(Sent::message).containsOnly(new PeerMessage.InDoubt(List.of(3)));
        assertThat(doubts.waitsFor(1)).containsExactly(3);
        doubt();
        assertThat(pass(250)).extracting(Sent::message).containsOnly(new PeerMessage.InDoubt(List.of()));
    }

    @Test
    void itFallsSilentOnceTheDoubtHasEnded() {
        doubt(2);
        pass(50);
        replication.trust = DiskTrust.FULL;
        assertThat(pass(10_000)).isEmpty();
        assertThat(doubts.waitsFor(1)).isNull();
    }

    @Test
    void theDoubtOfAnotherLastsAsLongAsItIsTold() {
        assertThat(doubts.waitsFor(2)).isNull();
        for (int i = 0; i < 40; i++) {
            doubts.told(2, new PeerMessage.InDoubt(List.of(3)));
            pass(250);
            assertThat(doubts.waitsFor(2)).containsExactly(3);
        }
        assertThat(doubts.waitsFor(3)).isNull();
        // One message after the other may be lost on the way.
        pass(750);
        assertThat(doubts.waitsFor(2)).containsExactly(3);
        pass(50);
        assertThat(doubts.waitsFor(2)).isNull();
    }
}
