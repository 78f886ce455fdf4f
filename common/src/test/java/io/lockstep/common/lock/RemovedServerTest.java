package io.lockstep.common.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.FinishRemoval;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.Command.RemoveServer.Way;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.CommandResult.MembershipRefused.Reason;
import io.lockstep.common.command.CommandResult.ServerLeaves;
import io.lockstep.common.command.CommandResult.ServerRegistered;
import io.lockstep.common.command.CommandResult.ServerRemoved;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.common.command.ServerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers leave the cluster, and others take their addresses, but never their numbers. */
class RemovedServerTest {

    private static final String ADDRESS_OF_2 = "127.0.0.1:9102";

    private final Cluster cluster = new Cluster();

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
        return cluster.machine.server(server).standing();
    }

    @Test
    void aServerLeavesAndIsThenRemovedForGood() {
        assertThat(cluster.apply(new FinishRemoval(2))).isEqualTo(refusal(Reason.NO_SUCH_SERVER, 2));
        assertThat(cluster.apply(remove(2, Way.EXCHANGE))).isEqualTo(new ServerLeaves(2));
        assertThat(standing(2)).isEqualTo(Standing.LEAVING);
        assertThat(cluster.machine.decide(remove(2, Way.REPLACE)).changes()).isFalse();
        assertThat(cluster.apply(new FinishRemoval(2))).isEqualTo(new ServerRemoved(2));
        assertThat(cluster.machine.decide(remove(2, Way.SHRINK)).result()).isEqualTo(new ServerRemoved(2));
        assertThat(cluster.apply(join("disk-2", ADDRESS_OF_2))).isEqualTo(refusal(Reason.REMOVED, 2));
        assertThat(cluster.apply(join("disk-new", ADDRESS_OF_2))).isEqualTo(new ServerRegistered(4));
        assertThat(cluster.apply(cluster.opening(2))).isEqualTo(new CommandResult.OutOfPlace());
    }

    @Test
    void shrinkingMayBeDecidedLater() {
        cluster.apply(remove(2, Way.REPLACE));
        assertThat(cluster.apply(remove(2, Way.SHRINK))).isEqualTo(new ServerLeaves(2));
        assertThat(standing(2)).isEqualTo(Standing.LEAVING_UNREPLACED);
        assertThat(cluster.machine.decide(remove(2, Way.REPLACE)).changes()).isFalse();
    }

    @Test
    void theLastServerStays() {
        cluster.apply(remove(1, Way.SHRINK));
        cluster.apply(remove(2, Way.SHRINK));
        assertThat(cluster.apply(remove(3, Way.SHRINK))).isEqualTo(refusal(Reason.LAST_SERVER, 3));
        assertThat(cluster.apply(remove(9, Way.SHRINK))).isEqualTo(refusal(Reason.NO_SUCH_SERVER, 9));
        assertThat(cluster.apply(remove(0, Way.SHRINK))).isEqualTo(refusal(Reason.NO_SUCH_SERVER, 0));
    }

    @Test
    void anAddressIsTakenUntilItsServerIsKnownToBeGone() {
        RegisterServer wiped = join("disk-new", ADDRESS_OF_2);
        assertThat(cluster.apply(wiped)).isEqualTo(refusal(Reason.ADDRESS_TAKEN, 2));
        assertThat(cluster.apply(wiped.replacing(3))).isEqualTo(refusal(Reason.ADDRESS_TAKEN, 2));
        assertThat(cluster.apply(join("disk-3", ADDRESS_OF_2).replacing(2)))
                .isEqualTo(refusal(Reason.ADDRESS_TAKEN, 2));
        assertThat(cluster.apply(wiped.replacing(2))).isEqualTo(new ServerRegistered(4));
        assertThat(standing(2)).isEqualTo(Standing.LEAVING);
        assertThat(standing(4)).isEqualTo(Standing.MEMBER);
        assertThat(cluster.machine.decide(wiped).changes()).isFalse();
    }

    @Test
    void theAuditSaysWhoAndWhy() {
        cluster.apply(remove(3, Way.SHRINK));
        cluster.apply(join("disk-new", ADDRESS_OF_2).replacing(2));
        assertThat(cluster.machine.audit(0, 10))
                .containsExactly(
                        new AuditRecord(
                                1,
                                new AuditRecord.ServerRemoval(3, Way.SHRINK),
                                "anna",
                                "10.0.0.9:50500",
                                "disk broken",
                                cluster.wallMillis),
                        new AuditRecord(
                                2,
                                new AuditRecord.ServerRemoval(2, Way.REPLACE),
                                "",
                                "127.0.0.1:9000",
                                "server 4 joined at its address with other data",
                                cluster.wallMillis));
    }

    @Test
    void anObserverStaysOne() {
        Command.RegisterServer observer = new RegisterServer("disk-4", "a:1", "a:2", true, 0);
        cluster.apply(observer);
        cluster.apply(join("disk-4", "a:3"));
        assertThat(cluster.machine.server(4).observer()).isTrue();
        assertThat(cluster.machine.server(4).peerAddress()).isEqualTo("a:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "x", "x:y", ":1", "x:0", "x:65536", "x:-1", "x y:1", "0.0.0.0:1", "[::]:1", "0:0::0:1", "x:1\n",
                "x:99999999999"
            })
    void anAddressThatOthersCannotReachIsRefused(String address) {
        assertThat(ServerAddress.flawOf(address)).isNotEmpty();
        assertThat(cluster.apply(join("disk-4", address))).isEqualTo(refusal(Reason.BAD_ADDRESS, 0));
        assertThat(cluster.apply(join("disk-2", address))).isEqualTo(refusal(Reason.BAD_ADDRESS, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "db-1.example.org:9100", "10.0.0.1:65535", "[::1]:9100", "[fe80::1%eth0]:1"})
    void namesAndAddressesAreTaken(String address) {
        assertThat(ServerAddress.flawOf(address)).isEmpty();
    }
}
