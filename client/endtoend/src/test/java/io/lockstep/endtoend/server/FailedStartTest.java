package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails leaves nothing behind, so that the corrected start is a first start. */
class FailedStartTest {

    @TempDir
    private Path directory;

    @Test
    void ofAFounder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            refused(founder("--port", port, "--peer-port", freePort()), ExitCode.CANNOT_CREATE, "is in use", "--port");
            refused(
                    founder("--port", freePort(), "--peer-port", port),
                    ExitCode.CANNOT_CREATE,
                    "is in use",
                    "--peer-port");
        }
        refused(founder("--port", freePort(), "--host", "192.0.2.1"), ExitCode.USAGE, "no address of this machine");
        refused(founder("--port", freePort(), "--connections-max", "0"), ExitCode.USAGE, "--connections-max");

        try (RunningProcess corrected = start(founder("--port", freePort(), "--peer-port", freePort()))) {
            corrected.await("READY", line -> line.startsWith("READY server=1 "));
        }
    }

    @Test
    void ofAFounderWhoseDiskIsFull() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell that limits the size of files");
        String port = freePort();
        for (String blocks : List.of("0", "2")) {
            List<String> limited =
                    new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f " + blocks + " && exec \"$@\"", "sh"));
            limited.addAll(founder("--port", port, "--peer-port", freePort()));
            limited.add(limited.indexOf("-jar"), "-XX:-UsePerfData");
            RunningProcess server = start(limited);
            try (server) {
                assertThat(server.awaitExit()).as(server.text()).isIn(ExitCode.CANNOT_CREATE, ExitCode.STORAGE_FAILED);
            }
            assertThat(directory.resolve("new")).as(server.text()).doesNotExist();
        }
    }

    @Test
    void ofAServerThatJoins() throws Exception {
        refused(joiner("127.0.0.1:1", "--join-timeout", "1"), ExitCode.UNAVAILABLE, "check --leader");
        refused(
                Jars.follower("--port", freePort(), "--peer-port", freePort(), "--data", data()),
                ExitCode.USAGE,
                "--leader");
        refused(joiner("nowhere"), ExitCode.USAGE, "is not an address");
    }

    @Test
    void whatWasThereBeforeStays() throws Exception {
        Path data = Files.createDirectories(directory.resolve("new").resolve("data"));
        Path other = Files.createFile(data.resolve("lost+found"));
        RunningProcess server = start(joiner("127.0.0.1:1", "--join-timeout", "1"));
        BadStartTest.requireRefused(server, ExitCode.UNAVAILABLE, "check --leader");
        try (var left = Files.list(data)) {
            assertThat(left).containsExactly(other);
        }
    }

    private List<String> founder(String... flags) {
        List<String> all = new ArrayList<>(List.of("--data", data()));
        all.addAll(List.of(flags));
        return Jars.leader(all.toArray(String[]::new));
    }

    private List<String> joiner(String leader, String... flags) {
        List<String> all = new ArrayList<>(
                List.of("--data", data(), "--port", freePort(), "--peer-port", freePort(), "--leader", leader));
        all.addAll(List.of(flags));
        return Jars.follower(all.toArray(String[]::new));
    }

    private String data() {
        return directory.resolve("new").resolve("data").toString();
    }

    private static String freePort() {
        return Integer.toString(FreePorts.one());
    }

    private RunningProcess start(List<String> command) {
        return RunningProcess.start("server", directory, Map.of(), command);
    }

    private void refused(List<String> command, int exitCode, String... phrases) throws InterruptedException {
        BadStartTest.requireRefused(start(command), exitCode, phrases);
        assertThat(directory.resolve("new")).doesNotExist();
    }
}
