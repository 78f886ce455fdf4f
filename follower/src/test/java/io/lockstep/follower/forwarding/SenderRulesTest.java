package io.lockstep.follower.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server asks the leader only for what clients and servers there may want. Session 1 is at server 1. */
class SenderRulesTest {

    private static final ServerIncarnation HOME = new ServerIncarnation(1, 5);
    private static final ServerIncarnation OTHER = new ServerIncarnation(2, 6);
    private static final LockName NAME = new LockName("Lock 1");

    private final LockStateMachine map = new LockStateMachine();

    @BeforeEach
    void aClusterWithASession() {
        Stream.of(
                        new Command.FoundCluster("cluster", 1),
                        new Command.RegisterServer("storage", "127.0.0.1:9000", "127.0.0.1:9100"),
                        open(HOME))
                .forEach(command -> map.apply(
                        new Entry(new Origin(HOME, 1), 0, 0, List.of(new Submission(new Origin(HOME, 0), command)))));
    }

    private static Command.OpenSession open(ServerIncarnation home) {
        return new Command.OpenSession(new SessionKey(1, 1), home, "a:1", "", 10_000, true);
    }

    private static RequestId request(long generation) {
        return new RequestId(1, generation, 7, 0);
    }

    static Stream<Command> fromClients() {
        return Stream.of(
                new Command.Acquire(request(1), NAME),
                new Command.Release(request(1), NAME, 0),
                new Command.ForceRelease(request(1), NAME, 3, "", "stuck"),
                new Command.CancelWait(1, 1, 6),
                new Command.CloseSession(1, 1));
    }

    static Stream<Command> ofTheLeader() {
        return Stream.of(
                new Command.ExpireSession(1, 1),
                new Command.PassTime(Long.MAX_VALUE),
                new Command.FinishRemoval(1),
                new Command.FoundCluster("mine", 1));
    }

    private String flaw(int sender, Command command) {
        ServerIncarnation home = sender == 1 ? HOME : OTHER;
        return SenderRules.flawOf(
                sender, new PeerMessage.Forward(1, 1, new Submission(new Origin(home, 4), command)), map);
    }

    @ParameterizedTest
    @MethodSource("fromClients")
    void theServerOfASessionAsksForIt(Command command) {
        assertThat(flaw(1, command)).isEmpty();
        assertThat(flaw(2, command)).contains("session 1, which is at server 1");
    }

    @Test
    void anotherGenerationIsLeftToTheRules() {
        assertThat(flaw(2, new Command.Acquire(request(2), NAME))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ofTheLeader")
    void commandsOfTheLeaderAreNotForwarded(Command command) {
        assertThat(flaw(1, command)).isEqualTo("a command of the leader itself");
    }

    @Test
    void sessionsAreOpenedAndResumedWhereTheyAreToLive() {
        assertThat(flaw(1, open(HOME))).isEmpty();
        assertThat(flaw(2, open(HOME))).isEqualTo("a session at another server");
        Command.ResumeSession resume = new Command.ResumeSession(1, new SessionKey(1, 1), 9, 0, OTHER, "b:1");
        assertThat(flaw(2, resume)).isEmpty();
        assertThat(flaw(1, resume)).isEqualTo("a session at another server");
    }

    @Test
    void nobodyAsksInTheNameOfAnotherServer() {
        Submission ofServer1 = new Submission(new Origin(HOME, 4), new Command.Acquire(request(1), NAME));
        assertThat(SenderRules.flawOf(2, new PeerMessage.Forward(1, 1, ofServer1), map))
                .isEqualTo("a request of server 1");
        assertThat(SenderRules.flawOf(0, new PeerMessage.ConfirmRead(1, 1), map))
                .isEqualTo("it is no member");
        PeerMessage.RenewalReport report = new PeerMessage.RenewalReport(1, HOME, 1, List.of(), List.of());
        assertThat(SenderRules.flawOf(1, report, map)).isEmpty();
        assertThat(SenderRules.flawOf(2, report, map)).isEqualTo("a report of server 1");
    }
}
