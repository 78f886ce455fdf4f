package io.lockstep.follower.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.AccessVerdict.Refusal;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.TestClock;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.IdleReplication;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server 1 of three follows server 2 and has a request there. */
class PendingRequestsTest {

    private static final Command REMOVAL =
            new Command.ChangeAccess(new AccessChange.RemoveUser("anna"), "root", "10.0.0.1:1");
    private static final CommandResult.Refused GONE = new CommandResult.AccessRefused(Refusal.NO_SUCH_USER);

    private final TestClock clock = new TestClock();
    private final ReplicatedMap map = new ReplicatedMap(clock);
    private final RecordingPeers peers = new RecordingPeers();
    private final LeaderLink leader = new LeaderLink(1, map, new IdleReplication(1, 2, 3), peers);
    private final PendingRequests pending =
            new PendingRequests(new ServerIncarnation(1, 7), map, leader, clock, NodeSettings.defaults());
    private final List<Outcome> outcomes = new ArrayList<>();

    @BeforeEach
    void anAdministratorRemovesAUser() {
        leader.follow(2, 5);
        pending.submit(REMOVAL, outcomes::add);
    }

    private void answer(int server) {
        RecordingPeers.Sent newest = peers.sent.get(peers.sent.size() - 1);
        assertThat(newest.server()).isEqualTo(server);
        long attempt = ((PeerMessage.Forward) newest.message()).attempt();
        pending.receive(Route.over(peers.channelTo(server, "")), new PeerMessage.Refusal(attempt, 0, GONE, 0));
    }

    @Test
    void aSnapshotMayBeOlderThanTheRequestSoItAcknowledgesNothingOfNow() {
        Command founding = new Command.FoundCluster("cluster", 1);
        map.apply(
                1,
                new Entry(
                        new Origin(new ServerIncarnation(2, 1), 1),
                        0,
                        0,
                        List.of(new Submission(new Origin(new ServerIncarnation(2, 1), 2), founding))));
        pending.submit(new Command.SetMapBytes(Long.MAX_VALUE, "root", "10.0.0.1:1", "test"), outcomes::add);
        int before = peers.sent.size();
        pending.mapReplaced();
        assertThat(outcomes).isEmpty();
        assertThat(peers.sent).hasSize(before + 2);
    }

    @Test
    void aRefusalOfTheOnlySendingIsTheOutcome() {
        answer(2);
        assertThat(outcomes).containsExactly(new Outcome.Decided(GONE, 0));
    }

    @Test
    void whatIsDoneAlreadyWhenARequestIsSentAgainMayBeItsOwnDoing() {
        leader.follow(3, 6);
        pending.sendAllAgain();
        answer(3);
        assertThat(outcomes).containsExactly(new Outcome.Unknown());
    }
}
