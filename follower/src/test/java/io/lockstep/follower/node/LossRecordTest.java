package io.lockstep.follower.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.TestClock;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerMessage.ConfirmRead;
import io.lockstep.follower.forwarding.PeerMessage.Forward;
import io.lockstep.follower.forwarding.RecordingPeers;
import io.lockstep.follower.replication.DiskTrust;
import io.lockstep.follower.replication.IdleReplication;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server 2 was started with --accept-loss, and server 1 leads. */
class LossRecordTest {

    private static final DiskTrust.Loss LOSS = new DiskTrust.Loss(3, 40, 90, "root");
    private static final long MAP_INDEX = 2;
    private static final Origin FOUNDER = new Origin(new ServerIncarnation(1, 1), 1);

    private final NodeIdentity self = new NodeIdentity(
            "cluster", new ServerIncarnation(2, 5), "disk-2", "127.0.0.1:9002", "127.0.0.1:9102", Program.FIRST);
    private final TestClock clock = new TestClock();
    private final IdleReplication replication = new IdleReplication(1, 2);
    private final RecordingPeers peers = new RecordingPeers();
    private final PeerChannel leader = peers.channelTo(1, "127.0.0.1:9101");
    private final Node node = new Node(
            self,
            NodeSettings.defaults(),
            events -> replication,
            (term, server) -> {
                throw new IllegalStateException("this server does not lead");
            },
            peers,
            clock,
            new Random(1));

    @BeforeEach
    void theServerIsTold() {
        replication.trust = new DiskTrust(false, Set.of(), LOSS);
        node.following(1, 7);
    }

    private void apply(long index, Submission... submissions) {
        node.applied(index, EntryCodec.encode(new Entry(FOUNDER, 1_000, 1_000, List.of(submissions))));
    }

    private void found() {
        apply(1, submission(new Command.FoundCluster("cluster", 1)), register(1));
    }

    private void join() {
        found();
        apply(2, register(2));
    }

    private static Submission register(int server) {
        return submission(
                new Command.RegisterServer("disk-" + server, "127.0.0.1:900" + server, "127.0.0.1:910" + server));
    }

    private static Submission submission(Command command) {
        return new Submission(FOUNDER, command);
    }

    /** Makes a turn, in which the leader confirms the read of a server that begins. */
    private void turn() {
        clock.pass(50);
        node.tick();
        for (ConfirmRead read : sent(ConfirmRead.class)) {
            node.answered(leader, new PeerMessage.ReadConfirmed(read.attempt(), MAP_INDEX));
        }
    }

    private <T> List<T> sent(Class<T> kind) {
        return peers.sent.stream()
                .map(RecordingPeers.Sent::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** What the leader was asked to put into the audit. */
    private List<Forward> asked() {
        return sent(Forward.class).stream()
                .filter(forward -> forward.submission().command() instanceof Command.AcceptLoss)
                .toList();
    }

    private void takePart() {
        join();
        turn();
        turn();
    }

    @Test
    void theAuditIsAskedForOnceTheServerTakesPartAgain() {
        turn();
        turn();
        assertThat(asked()).isEmpty();
        join();
        turn();
        assertThat(asked())
                .extracting(forward -> forward.submission().command())
                .containsExactly(
                        new Command.AcceptLoss(2, 3, 40, 90, "root", "127.0.0.1:9002", "started with --accept-loss"));
        turn();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void nothingIsAskedForBeforeTheMapIsUpToDate() {
        join();
        clock.pass(50);
        node.tick();
        clock.pass(50);
        node.tick();
        assertThat(asked()).isEmpty();
    }

    @Test
    void nothingIsAskedForBeforeTheClusterKnowsTheServer() {
        found();
        apply(2);
        turn();
        turn();
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatTheAuditHasIsNotAskedForAgain() {
        takePart();
        apply(3, asked().get(0).submission());
        assertThat(replication.lossesRecorded).containsExactly(3L);
        assertThat(node.machine().audit(0, 10))
                .extracting(AuditRecord::act)
                .containsExactly(new AuditRecord.LossAccepted(2, 3, 40, 90));
        replication.trust = DiskTrust.FULL;
        turn();
        assertThat(asked()).hasSize(1);
    }

    @Test
    void anAuditThatHasTheLossAlreadyIsEnough() {
        takePart();
        node.answered(
                leader,
                new PeerMessage.Answered(asked().get(0).attempt(), MAP_INDEX, new CommandResult.LossRecorded()));
        assertThat(replication.lossesRecorded).containsExactly(3L);
    }

    @Test
    void aLeaderThatDoesNotAnswerIsAskedAgain() {
        takePart();
        clock.pass(ProtocolLimits.ANSWER_MILLIS_MAX);
        turn();
        turn();
        assertThat(replication.lossesRecorded).isEmpty();
        List<Submission> asked = asked().stream().map(Forward::submission).toList();
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).command()).isEqualTo(asked.get(0).command());
        apply(3, asked.get(1));
        assertThat(replication.lossesRecorded).containsExactly(3L);
    }

    @Test
    void aRefusalRecordsNothing() {
        takePart();
        node.answered(
                leader,
                new PeerMessage.Refusal(
                        asked().get(0).attempt(),
                        MAP_INDEX,
                        new CommandResult.MembershipRefused(CommandResult.MembershipRefused.Reason.NO_SUCH_SERVER, 2),
                        0));
        assertThat(replication.lossesRecorded).isEmpty();
        turn();
        assertThat(asked()).hasSize(2);
    }
}
