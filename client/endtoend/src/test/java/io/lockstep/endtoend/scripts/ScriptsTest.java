package io.lockstep.endtoend.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts work, also when repeated, and leave everything alone that is not theirs. */
public class ScriptsTest {

    private static final int ALL_RUN = 0;
    private static final int SOME_RUN = 1;
    private static final int NONE_RUNS = 3;

    @TempDir
    private Path directory;

    private final int port = FreePorts.block(4);

    @AfterEach
    void stop() throws Exception {
        script("cluster", "stop");
    }

    @Test
    void aClusterIsStartedKilledStartedAgainStoppedAndThrownAway() throws Exception {
        requireStatus(NONE_RUNS, "no server was started");
        assertThat(script("cluster", "start").exitCode()).isZero();
        try (LineClient client = new LineClient(port + 2)) {
            assertThat(client.ask("NODES").line()).isEqualTo("OK NODES n=3 voters=3 survives=1");
            assertThat(client.greeting()).contains(" server=3 ");
        }
        List<String> processes = processes();

        assertThat(script("cluster", "start").exitCode()).isZero();
        assertThat(processes()).isEqualTo(processes);
        requireStatus(
                ALL_RUN,
                "leader      running  server 1  clients 127.0.0.1:" + port + "  process "
                        + processes.get(0).strip(),
                "follower-1  running  server 2  clients 127.0.0.1:" + (port + 1) + "  process ",
                "follower-2  running  server 3  clients 127.0.0.1:" + (port + 2) + "  process ");

        assertThat(script("cluster", "logs", "follower-1").text())
                .contains("READY server=2 client=127.0.0.1:" + (port + 1));
        assertThat(script("cluster", "kill", "leader").text()).contains("leader killed");
        requireStatus(SOME_RUN, "leader      stopped  server 1  clients ", "follower-1  running  server 2 ");
        ClientProgram.Result refused = script("cluster", "clean");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.text()).contains("follower-1 runs; scripts/cluster stop first");
        assertThat(script("cluster", "start").exitCode()).isZero();
        assertThat(processes().get(0)).isNotEqualTo(processes.get(0));
        assertThat(processes().subList(1, 3)).isEqualTo(processes.subList(1, 3));

        assertThat(script("cluster", "stop").exitCode()).isZero();
        assertThat(script("cluster", "stop").exitCode()).isZero();
        requireStatus(NONE_RUNS, "leader      stopped");
        assertThat(script("cluster", "clean").exitCode()).isZero();
        assertThat(run()).doesNotExist();
    }

    @Test
    void theClientProgramFindsTheServersOfThisMachine() throws Exception {
        assertThat(script("cluster", "start").exitCode()).isZero();
        script("cluster", "kill", "leader");

        // A fail-over on a busy machine may take longer than the default timeout.
        ClientProgram.Result granted =
                script("lockstep", "lock", "Lock 1", "--detach", "--lease", "10s", "--timeout", "60s");
        assertThat(granted.exitCode()).as(granted.text()).isZero();

        for (String name : List.of("follower-2", "2")) {
            assertThat(script("client", name, "info").text()).containsPattern("(?m)^server +3$");
        }
        Map<String, String> unfit = new HashMap<>(environment());
        unfit.put("a.b", "of no shell");
        String script = "kill -s QUIT $PPID; tr '\\0' '\\n' </proc/$$/environ | grep -e ^a.b -e DROPPED";
        List<String> alone = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 2>/dev/null", "bash"));
        alone.addAll(command("client", "2", "run", "a", "--", "sh", "-c", script));
        assertThat(ClientProgram.run(alone, unfit, "").text()).isEqualTo("a.b=of no shell");

        Map<String, String> elsewhere = new HashMap<>(environment());
        elsewhere.put("LOCKSTEP_SERVER", "127.0.0.1:1");
        ClientProgram.Result unreachable =
                ClientProgram.run(command("lockstep", "ping", "--timeout", "100ms"), elsewhere, "");
        assertThat(unreachable.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);

        String third = "127.0.0.1:" + (port + 2);
        assertThat(script("client", "1", "--server", third, "info").text()).containsPattern("(?m)^server +3$");
        elsewhere.put("LOCKSTEP_SERVER", third);
        assertThat(ClientProgram.run(command("client", "info"), elsewhere, "").text())
                .containsPattern("(?m)^server +3$");
        assertThat(ClientProgram.run(command("client", "1", "info"), elsewhere, "")
                        .text())
                .contains("1 is asked, and LOCKSTEP_SERVER not")
                .containsPattern("(?m)^server +2$");
    }

    @Test
    void aLeaderWithoutDataFoundsNothingBesideFollowersWithDataAndJoinsThem() throws Exception {
        assertThat(script("cluster", "start").exitCode()).isZero();
        script("cluster", "kill", "leader");
        RealCluster.delete(run().resolve("leader/data"));

        ClientProgram.Result started = script("cluster", "start");

        assertThat(started.exitCode()).as(started.text()).isZero();
        assertThat(started.text()).contains("leader has no data", "leader      running  server 4  clients ");
    }

    @Test
    void aForeignProcessIsLeftAlone() throws Exception {
        // As after a restart of the machine: the process id in the file now belongs to another process.
        Path pid = Files.createDirectories(run().resolve("leader")).resolve("pid");
        Files.writeString(pid, ProcessHandle.current().pid() + "\n");

        requireStatus(NONE_RUNS, "leader      stopped");
        assertThat(script("cluster", "kill", "leader").exitCode()).isEqualTo(NONE_RUNS);
        assertThat(script("cluster", "stop").exitCode()).isZero();
        assertThat(pid).doesNotExist();
    }

    @Test
    void aStartThatFailsShowsTheEndOfTheLog() throws Exception {
        try (ServerSocket taken = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            ClientProgram.Result failed = script("cluster", "start");
            assertThat(failed.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(failed.text())
                    .contains("follower-1 did not start", "127.0.0.1:" + taken.getLocalPort(), "in use");
        }
    }

    @Test
    void aServersOwnScriptBecomesTheServerAndTheUsersFlagsWin() throws Exception {
        int chosen = FreePorts.one();
        String peerPort = Integer.toString(FreePorts.one());
        List<String> command = command("leader", "--port", Integer.toString(chosen), "--peer-port", peerPort);
        try (RunningProcess server = RunningProcess.start("leader", Jars.PROJECT, environment(), command)) {
            server.await("READY", line -> line.startsWith("READY server=1 client=127.0.0.1:" + chosen + " "));
            assertThat(run().resolve("leader").resolve("data").resolve("identity"))
                    .exists();
            server.terminate();
            assertThat(server.awaitExit()).isEqualTo(ExitCode.signal(15));
            assertThat(server.text()).contains("Server 1 has stopped");
        }
    }

    @Test
    void invalidArgumentsAreRefused() throws Exception {
        requireRefused(ExitCode.USAGE, "usage: ", script("cluster"));
        requireRefused(ExitCode.USAGE, "usage: ", script("cluster", "strat"));
        requireRefused(ExitCode.USAGE, "--followers many", script("cluster", "start", "--followers", "many"));
        requireRefused(ExitCode.USAGE, "start them with scripts/leader", script("cluster", "start", "--port", "1"));
        requireRefused(ExitCode.USAGE, "no server \"follower-7\"", script("cluster", "kill", "follower-7"));
        requireRefused(ExitCode.USAGE, "say leader or follower-N", script("cluster", "kill", "1"));
        requireRefused(ExitCode.USAGE, "usage: ", script("follower"));
        requireRefused(ExitCode.USAGE, "usage: ", script("client", "nobody"));
    }

    @Test
    void aJavaThatIsTooOldOrNotThereIsRefused() throws Exception {
        Path home = Files.createDirectories(directory.resolve("jdk-11"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"None\"\nJAVA_VERSION=\"11.0.2\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();

        requireRefused(ExitCode.CONFIGURATION, "is Java 11; Lockstep needs 17", scriptWithJava(home, "leader"));
        requireRefused(
                ExitCode.CONFIGURATION, "no bin/java in it", scriptWithJava(home.resolve("bin"), "client", "leader"));
    }

    private static void requireRefused(int exitCode, String phrase, ClientProgram.Result result) {
        assertThat(result.text()).contains(phrase);
        assertThat(result.exitCode()).as(result.text()).isEqualTo(exitCode);
    }

    private void requireStatus(int exitCode, String... phrases) throws InterruptedException {
        ClientProgram.Result status = script("cluster", "status");
        assertThat(status.text()).contains(phrases);
        assertThat(status.exitCode()).as(status.text()).isEqualTo(exitCode);
    }

    private List<String> processes() throws Exception {
        List<String> processes = new ArrayList<>();
        for (String server : List.of("leader", "follower-1", "follower-2")) {
            processes.add(Files.readString(run().resolve(server).resolve("pid")));
        }
        return processes;
    }

    private Path run() {
        return directory.resolve("run");
    }

    private ClientProgram.Result script(String... words) throws InterruptedException {
        return ClientProgram.run(command(words), environment(), "");
    }

    private ClientProgram.Result scriptWithJava(Path home, String... words) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("JAVA_HOME", home.toString());
        return ClientProgram.run(command(words), environment, "");
    }

    private static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(words));
        command.set(0, Jars.PROJECT.resolve("scripts").resolve(words[0]).toString());
        return command;
    }

    private Map<String, String> environment() {
        return environment(run(), port);
    }

    /** The environment of the scripts for servers and a directory of their own. */
    public static Map<String, String> environment(Path run, int port) {
        return Map.of(
                "LOCKSTEP_RUN", run.toString(),
                "LOCKSTEP_BASE_PORT", Integer.toString(port),
                "JAVA_HOME", System.getProperty("java.home"));
    }
}
