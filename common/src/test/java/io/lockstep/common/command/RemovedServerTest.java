package io.lockstep.common.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command.FinishRemoval;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.Command.RemoveServer.Way;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.CommandResult.MembershipRefused.Reason;
import io.lockstep.common.command.CommandResult.ServerLeaves;
import io.lockstep.common.command.CommandResult.ServerRegistered;
import io.lockstep.common.command.CommandResult.ServerRemoved;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.common.lock.LockStateMachine;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers leave the cluster, and others take their addresses, but never their numbers. */
class RemovedServerTest {

    private static final String ADDRESS_OF_2 = "127.0.0.1:9102";

    private static final long WALL_MILLIS = 1_700_000_000_000L;

    private final LockStateMachine machine = new LockStateMachine();

    @BeforeEach
    void foundAClusterOfThree() {
        apply(new Command.FoundCluster("cluster-1", 1));
        for (int server = 1; server <= 3; server++) {
            apply(join("disk-" + server, "127.0.0.1:910" + server));
        }
    }

    private CommandResult apply(Command command) {
        Origin origin = new Origin(new ServerIncarnation(1, 77), 1);
        return machine.apply(new Entry(origin, 1_000, WALL_MILLIS, List.of(new Submission(origin, command))))
                .get(0)
                .result();
    }

    private static Command opening(int server) {
        ServerIncarnation home = new ServerIncarnation(server, 77);
        return new Command.OpenSession(new SessionKey(1, server), home, "127.0.0.1:50000", "", 10_000, true);
    }

    private static RemoveServer remove(int server, Way way) {
        return new RemoveServer(server, way, "anna", "10.0.0.9:50500", "disk broken");
    }

    private static RegisterServer join(String storageId, String peerAddress) {
        return new RegisterServer(storageId, "127.0.0.1:9000", peerAddress);
    }

    private CommandResult refusal(Reason reason, int server) {
        return new MembershipRefused(reason, server);
    }

    private Standing standing(int server) {
        return machine.server(server).standing();
    }

    @Test
    void aServerLeavesAndIsThenRemovedForGood() {
        assertThat(apply(new FinishRemoval(2))).isEqualTo(refusal(Reason.NO_SUCH_SERVER, 2));
        assertThat(apply(remove(2, Way.EXCHANGE))).isEqualTo(new ServerLeaves(2));
        assertThat(standing(2)).isEqualTo(Standing.LEAVING);
        assertThat(machine.decide(remove(2, Way.REPLACE)).changes()).isFalse();
        assertThat(apply(new FinishRemoval(2))).isEqualTo(new ServerRemoved(2));
        assertThat(machine.decide(remove(2, Way.SHRINK)).result()).isEqualTo(new ServerRemoved(2));
        assertThat(apply(join("disk-2", ADDRESS_OF_2))).isEqualTo(refusal(Reason.REMOVED, 2));
        assertThat(apply(join("disk-new", ADDRESS_OF_2))).isEqualTo(new ServerRegistered(4));
        assertThat(apply(opening(2))).isEqualTo(new CommandResult.OutOfPlace());
    }

    @Test
    void shrinkingMayBeDecidedLater() {
        apply(remove(2, Way.REPLACE));
        assertThat(apply(remove(2, Way.SHRINK))).isEqualTo(new ServerLeaves(2));
        assertThat(standing(2)).isEqualTo(Standing.LEAVING_UNREPLACED);
        assertThat(machine.decide(remove(2, Way.REPLACE)).changes()).isFalse();
    }

    @Test
    void theLastServerStays() {
        apply(remove(1, Way.SHRINK));
        apply(remove(2, Way.SHRINK));
        assertThat(apply(remove(3, Way.SHRINK))).isEqualTo(refusal(Reason.LAST_SERVER, 3));
        assertThat(apply(remove(9, Way.SHRINK))).isEqualTo(refusal(Reason.NO_SUCH_SERVER, 9));
        assertThat(apply(remove(0, Way.SHRINK))).isEqualTo(refusal(Reason.NO_SUCH_SERVER, 0));
    }

    @Test
    void anAddressIsTakenUntilItsServerIsKnownToBeGone() {
        RegisterServer wiped = join("disk-new", ADDRESS_OF_2);
        assertThat(apply(wiped)).isEqualTo(refusal(Reason.ADDRESS_TAKEN, 2));
        assertThat(apply(wiped.replacing(3))).isEqualTo(refusal(Reason.ADDRESS_TAKEN, 2));
        assertThat(apply(join("disk-3", ADDRESS_OF_2).replacing(2))).isEqualTo(refusal(Reason.ADDRESS_TAKEN, 2));
        assertThat(apply(wiped.replacing(2))).isEqualTo(new ServerRegistered(4));
        assertThat(standing(2)).isEqualTo(Standing.LEAVING);
        assertThat(standing(4)).isEqualTo(Standing.MEMBER);
        assertThat(machine.decide(wiped).changes()).isFalse();
    }

    @Test
    void theAuditSaysWhoAndWhy() {
        apply(remove(3, Way.SHRINK));
        apply(join("disk-new", ADDRESS_OF_2).replacing(2));
        assertThat(machine.audit(0, 10))
                .containsExactly(
                        new AuditRecord(
                                1,
                                new AuditRecord.ServerRemoval(3, Way.SHRINK),
                                "anna",
                                "10.0.0.9:50500",
                                "disk broken",
                                WALL_MILLIS),
                        new AuditRecord(
                                2,
                                new AuditRecord.ServerRemoval(2, Way.REPLACE),
                                "",
                                "127.0.0.1:9000",
                                "server 4 joined at its address with other data",
                                WALL_MILLIS));
    }

    @Test
    void anObserverStaysOne() {
        Command.RegisterServer observer = new RegisterServer("disk-4", "a:1", "a:2", true, 0, Program.FIRST);
        apply(observer);
        apply(join("disk-4", "a:3"));
        assertThat(machine.server(4).observer()).isTrue();
        assertThat(machine.server(4).peerAddress()).isEqualTo("a:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "x:y",
                ":1",
                "x:0",
                "x:65536",
                "x:-1",
                "x y:1",
                "0.0.0.0:1",
                "[::]:1",
                "0:0::0:1",
                "x:1\n",
                "x:y:1",
                "::1:9100",
                "[::1:9100",
                "::1]:9100",
                "x:99999999999"
            })
    void anAddressThatOthersCannotReachIsRefused(String address) {
        assertThat(ServerAddress.flawOf(address)).isNotEmpty();
        assertThat(apply(join("disk-4", address))).isEqualTo(refusal(Reason.BAD_ADDRESS, 0));
        assertThat(apply(join("disk-2", address))).isEqualTo(refusal(Reason.BAD_ADDRESS, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "db-1.example.org:9100", "10.0.0.1:65535", "[::1]:9100", "[fe80::1%eth0]:1"})
    void namesAndAddressesAreTaken(String address) {
        assertThat(ServerAddress.flawOf(address)).isEmpty();
    }
}
