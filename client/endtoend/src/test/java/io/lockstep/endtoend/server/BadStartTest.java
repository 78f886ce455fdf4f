package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.cluster.SharedCluster;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start reports the reason as text and exit status, and never shows a stack trace. */
class BadStartTest {

    @SharedCluster
    static RealCluster cluster;

    @TempDir
    private Path directory;

    @Test
    void anUnknownFlag() throws Exception {
        requireRefused(Jars.leader("--prot", "9000"), ExitCode.USAGE, "--prot", "--help");
        requireRefused(Jars.leader("--port", "many"), ExitCode.USAGE, "--port", "many");
        requireRefused(Jars.leader("--port", "70000"), ExitCode.USAGE, "70000 is not a port");
        requireRefused(Jars.follower("--leader", "nowhere"), ExitCode.USAGE, "\"nowhere\" is not an address");
    }

    @Test
    void aLockMapThatIsTooLargeForTheHeap() throws Exception {
        requireRefused(Jars.leader("--map-bytes", "much"), ExitCode.USAGE, "--map-bytes much", "256m");
        requireRefused(
                Jars.leader("--port", freePort(), "--peer-port", freePort(), "--data", fresh(), "--map-bytes", "64m"),
                ExitCode.CONFIGURATION,
                "64m",
                "-Xmx256m");
    }

    @Test
    void aClientPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            requireRefused(
                    Jars.leader("--port", port, "--peer-port", freePort(), "--data", fresh()),
                    ExitCode.CANNOT_CREATE,
                    "127.0.0.1:" + port,
                    "in use",
                    "--port");
        }
    }

    @Test
    void aPeerPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            requireRefused(
                    Jars.leader("--port", freePort(), "--peer-port", port, "--data", fresh()),
                    ExitCode.CANNOT_CREATE,
                    "127.0.0.1:" + port,
                    "in use",
                    "--peer-port");
        }
    }

    @Test
    void aDataDirectoryThatIsInUse() throws Exception {
        requireRefused(
                Jars.leader("--port", freePort(), "--data", cluster.data(1).toString()),
                ExitCode.CANNOT_CREATE,
                cluster.data(1).toString(),
                "in use by another server, process",
                "--data");
    }

    @Test
    void aDataDirectoryThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        requireRefused(
                Jars.leader("--port", freePort(), "--data", file.toString()),
                ExitCode.CANNOT_CREATE,
                file.toString(),
                "--data");
        requireRefused(
                Jars.leader(
                        "--port", freePort(), "--data", file.resolve("below").toString()),
                ExitCode.CANNOT_CREATE,
                file.resolve("below").toString(),
                "--data");
    }

    @Test
    void aDamagedIdentity() throws Exception {
        try (RealCluster damaged = RealCluster.start(1)) {
            damaged.kill(1);
            Path identity = damaged.data(1).resolve("identity");
            String text = Files.readString(identity);
            Files.writeString(identity, text.substring(0, text.length() / 2));
            requireRefused(damaged.launch(1), ExitCode.STORAGE_FAILED, identity.toString(), "checksum", "older copy");
        }
    }

    @Test
    void aDamagedLog() throws Exception {
        try (RealCluster damaged = RealCluster.start(1)) {
            try (LineClient client = damaged.connect(1)) {
                for (int i = 0; i < 100; i++) {
                    client.ask("LOCK \"a lock with a name\"");
                    client.ask("RELEASE \"a lock with a name\"");
                }
            }
            damaged.kill(1);
            Path segment = flipByteInTheMiddle(damaged.data(1).resolve("log"), "a lock with a name");
            requireRefused(damaged.launch(1), ExitCode.STORAGE_FAILED, segment.toString());
        }
    }

    @Test
    void aFounderWhoseLogIsGone() throws Exception {
        try (RealCluster damaged = RealCluster.start(1)) {
            damaged.kill(1);
            Path log = damaged.data(1).resolve("log");
            try (Stream<Path> files = Files.list(log)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            requireRefused(damaged.launch(1), ExitCode.STORAGE_FAILED, "log is missing or empty", "older copy");
            Files.delete(log);
            requireRefused(damaged.launch(1), ExitCode.STORAGE_FAILED, "log is missing or empty");
        }
    }

    @Test
    void aVoteOfAnotherServer() throws Exception {
        try (RealCluster damaged = RealCluster.start(1);
                RealCluster other = RealCluster.start(1)) {
            damaged.kill(1);
            Path vote = Path.of("vote", "vote");
            Files.copy(other.data(1).resolve(vote), damaged.data(1).resolve(vote), StandardCopyOption.REPLACE_EXISTING);
            requireRefused(damaged.launch(1), ExitCode.CONFIGURATION, "another server", vote.toString());
        }
    }

    /** Flips a byte half-way between the first and the last occurrence of the text, so that whole records follow. */
    private static Path flipByteInTheMiddle(Path log, String text) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                int middle = (bytes.indexOf(text) + bytes.lastIndexOf(text)) / 2;
                if (middle > 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes.charAt(middle) ^ 1)}), middle);
                    }
                    return file;
                }
            }
        }
        throw new AssertionError("no file in " + log + " has the text " + text);
    }

    @Test
    void aServerThatHasNoDataAndNamesNoCluster() throws Exception {
        requireRefused(
                Jars.follower("--port", freePort(), "--peer-port", freePort(), "--data", fresh()),
                ExitCode.USAGE,
                "--leader HOST:PORT");
    }

    @Test
    void aLeaderThatIsNotReachable() throws Exception {
        requireRefused(
                Jars.follower(
                        "--port", freePort(), "--peer-port", freePort(), "--data", fresh(), "--leader", "127.0.0.1:1"),
                ExitCode.UNAVAILABLE,
                "127.0.0.1:1",
                "check --leader");
    }

    @Test
    void anotherNumberOfLocksPerClientThanTheClusters() throws Exception {
        RunningProcess server = RunningProcess.start(
                "server 4",
                directory,
                Map.of(),
                Jars.follower(
                        "--port", freePort(),
                        "--peer-port", freePort(),
                        "--data", fresh(),
                        "--leader", "127.0.0.1:" + cluster.port(2),
                        "--locks-per-client", "7"));
        requireRefused(server, ExitCode.CONFIGURATION, "--locks-per-client", "7", "1");
    }

    @Test
    void aPeerAddressThatTheOthersDoNotKnow() throws Exception {
        try (RealCluster moved = RealCluster.start(1)) {
            moved.kill(1);
            int other = FreePorts.one();
            requireRefused(
                    moved.launch(1, "--peer-port", Integer.toString(other)),
                    ExitCode.CONFIGURATION,
                    "127.0.0.1:" + other,
                    "127.0.0.1:" + moved.peerPort(1));
        }
    }

    private String fresh() {
        return directory.resolve("data").toString();
    }

    private static String freePort() {
        return Integer.toString(FreePorts.one());
    }

    private void requireRefused(List<String> command, int exitCode, String... phrases) throws InterruptedException {
        requireRefused(RunningProcess.start("server", directory, Map.of(), command), exitCode, phrases);
    }

    static void requireRefused(RunningProcess server, int exitCode, String... phrases) throws InterruptedException {
        try (server) {
            int status = server.awaitExit();
            assertThat(server.text()).contains(phrases).doesNotContain("Exception", "\tat ");
            assertThat(status).as(server.text()).isEqualTo(exitCode);
        }
    }
}
