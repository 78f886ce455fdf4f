package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster on {@code ::1}, where the machine has it. */
class Ipv6Test {

    @TempDir
    private Path directory;

    @Test
    void serversAndClientsMeetOnIpv6() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no ::1");
        int founder = FreePorts.block(2);
        int joiner = founder + 1;
        String contact = "[::1]:" + founder;
        try (RunningProcess first = start(Jars.leader("--host", "[::1]", "--port", "" + founder, "--data", "first"))) {
            first.await(
                    "READY",
                    line -> line.equals("READY server=1 client=[::1]:" + founder + " peer=[::1]:" + (founder + 100)
                            + " http=127.0.0.1:" + (founder + 200)));
            try (RunningProcess second = start(Jars.follower(
                    "--host", "0:0:0:0:0:0:0:1", "--port", "" + joiner, "--data", "second", "--leader", contact))) {
                second.await("READY", line -> line.startsWith("READY server=2 client=[::1]:" + joiner + " "));

                ClientProgram.Result shell = ClientProgram.run("lock a\nstatus a\nnodes\n", "-s", "[::1]:" + joiner);

                assertThat(shell.exitCode()).as(shell.text()).isZero();
                assertThat(shell.text()).contains(" at [::1]:", "1       " + contact + "  ", "2       [::1]:" + joiner);
            }
            first.terminate();
            first.awaitExit();
        }
        try (RunningProcess again = start(Jars.leader("--host", "::1", "--port", "" + founder, "--data", "first"))) {
            again.await("READY", line -> line.startsWith("READY server=1 client=[::1]:" + founder + " "));
        }
    }

    private RunningProcess start(List<String> command) {
        return RunningProcess.start("server", directory, Map.of(), command);
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0));
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
