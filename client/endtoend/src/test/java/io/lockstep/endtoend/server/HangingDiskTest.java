package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SystemCallTrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The disk of the leader hangs, without an error: every fsync and fdatasync waits, and the process runs on. */
class HangingDiskTest {

    private static final int STORAGE_FAILED = 71;

    @Test
    void anotherServerLeadsTheClientsMoveAndTheProcessEnds() throws Exception {
        String obstacle = SystemCallTrace.obstacle();
        // A build machine must have strace, so that the test cannot be skipped there.
        if (System.getenv("CI") != null) {
            assertThat(obstacle).isEmpty();
        }
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        try (RealCluster cluster = RealCluster.start(3)) {
            int ill = cluster.awaitLeader(0);
            try (LineClient mover = cluster.connect(ill);
                    LineClient other = cluster.connect(ill % 3 + 1)) {
                LineClient.Answer hello = mover.ask("HELLO ttl=60s");
                assertThat(mover.ask("LOCK held").ok()).isTrue();
                try (RunningProcess strace = hangDisk(cluster.process(ill))) {
                    locksAreGranted(other, cluster.process(ill));
                    saysGoodBye(mover);
                    keepsItsLock(cluster, ill % 3 + 1, hello);
                    tellsOverHttp(cluster.httpPort(ill));
                    cluster.process(ill).awaitNext("the disk has not answered a write for 30 s, so this server stops");
                    // A process cannot end completely while a call of it is held up in this way.
                    strace.kill();
                    assertThat(cluster.process(ill).awaitExit()).isEqualTo(STORAGE_FAILED);
                }
            }
            cluster.restart(ill);
            cluster.awaitVoters(3);
        }
    }

    private static void tellsOverHttp(int port) throws InterruptedException {
        RealCluster.await("the disk is the reason", () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write("GET /livez HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                return reply.contains(" 503 ") && reply.contains("[-] disk: ") && !reply.contains("[-] loop: ");
            }
        });
    }

    private static RunningProcess hangDisk(RunningProcess server) throws InterruptedException {
        RunningProcess strace = RunningProcess.start(
                "strace",
                Path.of("").toAbsolutePath(),
                Map.of(),
                List.of(
                        "strace",
                        "-f",
                        "-p",
                        Long.toString(server.pid()),
                        "-e",
                        "trace=fsync,fdatasync",
                        "-e",
                        "inject=fsync,fdatasync:delay_enter=600000000"));
        strace.awaitNext("attached");
        return strace;
    }

    /** Keeps the leader's disk busy until it has given leadership up; the locks at the other server go on. */
    private static void locksAreGranted(LineClient client, RunningProcess ill)
            throws IOException, InterruptedException {
        while (!ill.text().contains("Gives leadership up: its disk has not answered a write")) {
            client.ask("LOCK other");
            client.ask("RELEASE other");
        }
        RealCluster.await("a lock from the next leader", () -> {
            // An answer of unknown outcome may have been a grant.
            String line = client.ask("LOCK other").line();
            return line.startsWith("OK") || line.startsWith("ERR ALREADY");
        });
        assertThat(client.ask("RELEASE other").ok()).isTrue();
    }

    private static void saysGoodBye(LineClient client) throws IOException {
        String line = client.read();
        while (line != null && !line.startsWith("* BYE")) {
            line = client.read();
        }
        assertThat(line).startsWith("* BYE reason=disk ");
    }

    private static void keepsItsLock(RealCluster cluster, int number, LineClient.Answer hello) throws IOException {
        try (LineClient moved = cluster.connect(number)) {
            LineClient.Answer resumed =
                    moved.ask("HELLO session=" + hello.option("session") + " key=" + hello.option("key"));
            assertThat(resumed.ok()).as(resumed.line()).isTrue();
            LineClient.Answer again = moved.ask("LOCK held");
            assertThat(again.line()).startsWith("ERR ALREADY");
        }
    }
}
