package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with settings from a file and from the environment, and what their logs say while they run. */
class ServerSettingsTest {

    private static final int CONNECTIONS = 1_000;

    /** 60 lines of clients, and some about the server itself. */
    private static final int LINES_MAX = 100;

    @TempDir
    private Path directory;

    private final int port = FreePorts.block(2);

    private String file(String... lines) throws IOException {
        return Files.writeString(directory.resolve("server.properties"), String.join("\n", lines))
                .toString();
    }

    private RunningProcess start(Map<String, String> variables, List<String> command) {
        return RunningProcess.start("server", directory, variables, command);
    }

    @Test
    void aServerRunsFromAFileAndLogsJson() throws Exception {
        String file = file("port=1", "peer-port=" + (port + 1), "data=data", "log-format=json");
        Map<String, String> variables = Map.of("LOCKSTEP_PORT", Integer.toString(port), "LOCKSTEP_PROT", "1");
        try (RunningProcess server = start(variables, Jars.leader("--config", file))) {
            server.await("READY", line -> line.contains("READY server=1 client=127.0.0.1:" + port));
            server.await("a warning", line -> line.contains("LOCKSTEP_PROT (did you mean LOCKSTEP_PORT?)"));
            for (int i = 0; i < CONNECTIONS; i++) {
                try (LineClient client = new LineClient(port)) {
                    assertThat(client.greeting()).startsWith("* LOCKSTEP");
                }
            }
            assertThat(server.text().lines()).hasSizeLessThan(LINES_MAX);
            setLogLevel(server);
            server.terminate();
            server.await("the end", line -> line.contains("has stopped"));
            assertThat(server.text().lines().filter(line -> !line.startsWith("READY ")))
                    .allMatch(line -> line.matches(
                            "\\{\"time\":\"[^\"]+Z\",\"level\":\"[A-Z]+\",\"logger\":\"io\\.lockstep[^\"]+\","
                                    + "\"message\":\".*\"}"));
        }
    }

    /** From now on each client has a line again. */
    private void setLogLevel(RunningProcess server) throws Exception {
        String address = "127.0.0.1:" + port;
        assertThat(ClientProgram.run("", "-s", address, "admin", "log-level", "follower.server", "debug")
                        .text())
                .isEqualTo(
                        "PACKAGE          LEVEL\nall              info\nengine           off\nfollower.server  debug\n"
                                + "the log of server 1");
        try (LineClient client = new LineClient(port)) {
            assertThat(client.ask("LOGLEVEL follower.sever debug").line()).contains("did you mean follower.server?");
            server.await("a line", line -> line.contains("\"level\":\"DEBUG\"") && line.contains("Client 127.0.0.1:"));
        }
    }

    @Test
    void aConfigurationIsShownAndCheckedWithoutAStart() throws Exception {
        String file = file("peer-port=" + port, "tls-cert=missing.pem", "tls-key=missing.pem", "tls-ca=missing.pem");
        try (RunningProcess shown = start(Map.of(), Jars.leader("--config", file, "--print-config"))) {
            assertThat(shown.awaitExit()).isZero();
            assertThat(shown.text()).containsPattern("peer-port +" + port + " +file " + file);
        }
        BadStartTest.requireRefused(
                start(Map.of(), Jars.leader("--config", file, "--check")),
                ExitCode.CONFIGURATION,
                "missing.pem",
                "tls-cert in " + file);
        BadStartTest.requireRefused(
                start(Map.of("LOCKSTEP_DATA", file), Jars.leader("--check")),
                ExitCode.CANNOT_CREATE,
                file + " is a file",
                "with LOCKSTEP_DATA");
        try (RunningProcess checked = start(Map.of(), Jars.leader("--data", "none", "--check"))) {
            assertThat(checked.awaitExit()).isZero();
            assertThat(checked.text()).isEqualTo("the configuration is valid");
        }
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void aMistypedSettingIsRefusedWithTheNearest() throws Exception {
        String file = file("peerport=1");
        BadStartTest.requireRefused(
                start(Map.of(), Jars.leader("--config", file)),
                ExitCode.CONFIGURATION,
                "no setting peerport in " + file,
                "did you mean peer-port?");
        BadStartTest.requireRefused(
                start(Map.of(), Jars.follower("--ledaer", "127.0.0.1:9000")), ExitCode.USAGE, "did you mean --leader?");
    }
}
