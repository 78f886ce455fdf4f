package io.lockstep.endtoend.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.common.secret.SecretFile;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.PeerConnection;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who does not know the cluster's secret learns nothing at the port for servers, and does not join. */
class ClusterSecretTest {

    @TempDir
    private Path directory;

    @Test
    void aStrangerLearnsNothing() throws Exception {
        try (RealCluster cluster = RealCluster.start(1)) {
            // A server that has just founded its cluster, and is alone, stops if another process of its machine does
            // not
            // know its secret: then it may have founded a second time.
            cluster.kill(1);
            cluster.restart(1);
            String identity = Files.readString(cluster.data(1).resolve("identity"));
            ClusterSecret secret = SecretFile.read(cluster.data(1).resolve("secret"));
            int port = cluster.peerPort(1);

            requireNothingOf(identity, answerToOldVersion(port));
            requireNothingOf(identity, answerToWrongProof(port));
            try (PeerConnection stranger = new PeerConnection(port)) {
                byte[] challenge = stranger.challenge(false).body();
                assertThat(challenge).hasSize(PeerConnection.NONCE_BYTES + 32);
            }
            cluster.process(1)
                    .await(
                            "the advice",
                            line -> line.matches(".*does not know the cluster's secret.* --secret-file .*"));

            // The same hello with the right proof is welcome.
            try (PeerConnection joining = new PeerConnection(port)) {
                PeerConnection.Frame welcome = joining.join(secret, PeerConnection.hello("", 0, "joining", 1));
                assertThat(welcome.kind()).isEqualTo(PeerConnection.WELCOME);
                assertThat(new String(welcome.body(), ISO_8859_1)).contains(value(identity, "cluster"));
            }
        }
    }

    /** A hello of the version before the secret. */
    private static byte[] answerToOldVersion(int port) throws IOException {
        try (PeerConnection stranger = new PeerConnection(port)) {
            byte[] hello = PeerConnection.hello("", 0, "joining", 1);
            hello[3] = PeerConnection.VERSION - 1;
            stranger.send(PeerConnection.frame(PeerConnection.OPENING, 0, 0, hello));
            byte[] answer = stranger.readAll();
            assertThat(new String(answer, ISO_8859_1))
                    .contains(
                            "speaks version " + (PeerConnection.VERSION - 1), "this server " + PeerConnection.VERSION);
            return answer;
        }
    }

    private static byte[] answerToWrongProof(int port) throws IOException {
        try (PeerConnection stranger = new PeerConnection(port)) {
            stranger.challenge(false);
            byte[] hello = stranger.proved(ClusterSecret.random(), PeerConnection.hello("", 0, "joining", 1));
            stranger.send(PeerConnection.frame(PeerConnection.HELLO, 0, 0, hello));
            return stranger.readAll();
        }
    }

    private static void requireNothingOf(String identity, byte[] answer) {
        assertThat(new String(answer, ISO_8859_1))
                .doesNotContain(value(identity, "cluster"), value(identity, "storage"), value(identity, "peer-address"))
                .doesNotContainPattern("server 1|number 1");
    }

    private static String value(String identity, String key) {
        return identity.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aServerWithAnotherSecretDoesNotJoin() throws Exception {
        try (RealCluster cluster = RealCluster.start(1)) {
            Path wrong = secretFile("wrong", ClusterSecret.random().text());
            BadStartTest.requireRefused(
                    start(Jars.follower(joining(cluster, "--secret-file", wrong.toString()))),
                    ExitCode.CONFIGURATION,
                    "does not know the secret",
                    "--secret-file");
            assertThat(directory.resolve("new")).doesNotExist();

            Path none = secretFile("none", "no secret");
            BadStartTest.requireRefused(
                    start(Jars.follower(joining(cluster, "--secret-file", none.toString()))),
                    ExitCode.USAGE,
                    "--secret-file",
                    "holds no secret");
            assertThat(directory.resolve("new")).doesNotExist();
        }
    }

    @Test
    void aServerNeedsTheSecretInItsData() throws Exception {
        try (RealCluster cluster = RealCluster.start(1)) {
            cluster.kill(1);
            Path secret = cluster.data(1).resolve("secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
            BadStartTest.requireRefused(
                    cluster.launch(1), ExitCode.CONFIGURATION, "can be read or written by others", "chmod 600");
            Path kept = Files.move(secret, directory.resolve("kept"));
            Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
            BadStartTest.requireRefused(
                    cluster.launch(1), ExitCode.CONFIGURATION, "has no file secret", "--secret-file");
            cluster.launch(1, "--secret-file", kept.toString());
            cluster.awaitReady(1);
            assertThat(secret).hasSameTextualContentAs(kept);
        }
    }

    /** As docs/OPERATIONS.md describes it for servers on several machines. */
    @Test
    void offTheLoopbackAddressNothingIsHandedOut() throws Exception {
        String host = addressOfThisMachine();
        assumeTrue(!host.isEmpty(), "this machine has no address but the loopback one");
        int port = FreePorts.block(3);
        String[] founder = {"--host", host, "--port", "" + port, "--data", "first"};
        BadStartTest.requireRefused(
                start(Jars.leader(founder)), ExitCode.USAGE, "is not a loopback address", "--insecure");
        assertThat(directory.resolve("first")).doesNotExist();

        try (RunningProcess first = start(Jars.leader(with(founder, "--insecure")))) {
            first.await("READY", line -> line.startsWith("READY server=1 "));
            String contact = host + ":" + port;
            String[] local = {"--port", "" + (port + 1), "--data", "new", "--leader", contact};
            BadStartTest.requireRefused(
                    start(Jars.follower(local)), ExitCode.DENIED, "needs the cluster's secret", "join-secret");
            assertThat(directory.resolve("new")).doesNotExist();

            String[] remote = with(local, "--host", host, "--insecure");
            BadStartTest.requireRefused(
                    start(Jars.follower(remote)), ExitCode.USAGE, "needs the cluster's secret", "--secret-file");
            assertThat(directory.resolve("new")).doesNotExist();

            ClientProgram.Result printed = ClientProgram.run(
                    "",
                    "admin",
                    "join-secret",
                    "--data",
                    directory.resolve("first").toString());
            assertThat(printed.exitCode()).as(printed.text()).isZero();
            Path file = secretFile("join-secret", printed.text());
            try (RunningProcess second = start(Jars.follower(with(remote, "--secret-file", file.toString())))) {
                second.await("READY", line -> line.startsWith("READY server=2 "));
            }
            // It has its own copy now.
            try (RunningProcess again = start(Jars.follower(remote));
                    LineClient client = connected(again, host, port + 1)) {
                RealCluster.await("it follows", () -> client.ask("STATUS x").ok());
            }
        }
    }

    private static LineClient connected(RunningProcess server, String host, int port) throws Exception {
        server.await("READY", line -> line.startsWith("READY server=2 "));
        return new LineClient(new java.net.InetSocketAddress(host, port), 20_000);
    }

    private static String addressOfThisMachine() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("");
    }

    private String[] joining(RealCluster cluster, String... flags) {
        String[] contact = {
            "--port",
            "" + FreePorts.one(),
            "--peer-port",
            "" + FreePorts.one(),
            "--data",
            "new",
            "--leader",
            "127.0.0.1:" + cluster.port(1)
        };
        return with(contact, flags);
    }

    private static String[] with(String[] flags, String... more) {
        String[] all = Arrays.copyOf(flags, flags.length + more.length);
        System.arraycopy(more, 0, all, flags.length, more.length);
        return all;
    }

    private Path secretFile(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private RunningProcess start(List<String> command) {
        return RunningProcess.start("server", directory, Map.of(), command);
    }
}
