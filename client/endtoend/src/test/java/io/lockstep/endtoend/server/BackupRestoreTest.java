package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.LoadClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.program.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup under load at a follower, and a new cluster of three that is made of it. */
class BackupRestoreTest {

    /** Long enough that a busy machine restores and looks within it. */
    private static final String TTL = "15s";

    private static final long JUMP = 1L << 40;

    @TempDir
    Path directory;

    @Test
    void theLocksOfABackupComeBackHeldInANewCluster() throws Exception {
        Path file = directory.resolve("locks.backup");
        String key;
        String holder;
        long lastToken;
        long indexBefore;
        try (RealCluster cluster = RealCluster.start(3, "--locks-per-client", "0");
                LineClient client = cluster.connect(1)) {
            key = client.ask("HELLO ttl=" + TTL + " client=anna").option("key");
            holder = client.ask("LOCK \"Lock 1\"").option("token");
            for (int i = 0; i < 50; i++) {
                assertThat(client.ask("LOCK held-" + i).ok()).isTrue();
            }
            backUpUnderLoad(cluster, file);
            LineClient.Answer after = client.ask("LOCK after-the-backup");
            lastToken = Long.parseLong(after.option("token"));
            indexBefore = Long.parseLong(after.option("index"));
            cluster.killAll();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (NewCluster restored = new NewCluster(file);
                LineClient former = new LineClient(restored.port(2));
                LineClient client = new LineClient(restored.port(3))) {
            LineClient.Answer status = client.ask("STATUS \"Lock 1\" read=sync");
            assertThat(status.option("token")).isEqualTo(holder);
            assertThat(status.option("label")).isEqualTo("anna");
            assertThat(client.ask("LIST prefix=held-").rows()).hasSize(50);
            assertThat(client.ask("STATUS after-the-backup").line()).contains("state=free");
            assertThat(client.ask("LOCK \"Lock 1\"").line()).startsWith("ERR HELD ");
            assertThat(former.ask("HELLO session=1 key=" + key).line()).startsWith("ERR SESSION_EXPIRED ");
            LineClient.Answer fresh = client.ask("LOCK fresh");
            assertThat(Long.parseLong(fresh.option("token"))).isGreaterThan(lastToken + JUMP);
            assertThat(Long.parseLong(fresh.option("index"))).isGreaterThan(indexBefore + JUMP);
            assertThat(client.ask("AUDIT").rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row.option("reason")).isEqualTo("restored from a backup"));
            assertThat(client.ask("NODES").option("voters")).isEqualTo("3");
            // Free once the former holder's lease has passed.
            client.ask("RELEASE fresh");
            assertThat(client.ask("LOCK \"Lock 1\" wait=120s").ok()).isTrue();
        }
    }

    private static void backUpUnderLoad(RealCluster cluster, Path file) throws InterruptedException {
        List<LoadClient> load = LoadClient.many(3, cluster, "load-", Duration.ofSeconds(5));
        load.forEach(LoadClient::start);
        String server = "127.0.0.1:" + cluster.port(2);
        ClientProgram.Result taken = ClientProgram.run("", "--server", server, "admin", "backup", file.toString());
        for (LoadClient each : load) {
            each.stop();
        }
        assertThat(taken.exitCode()).as(taken.text()).isZero();
        assertThat(taken.text()).contains("at server 2");
        ClientProgram.Result again = ClientProgram.run("", "--server", server, "admin", "backup", file.toString());
        assertThat(again.exitCode()).as(again.text()).isEqualTo(ExitCode.CANNOT_CREATE);
        ClientProgram.Result info = ClientProgram.run("", "admin", "backup-info", file.toString());
        assertThat(info.exitCode()).as(info.text()).isZero();
        assertThat(info.text().lines()).hasSize(8).contains("waiting   0");
        assertThat(info.text().strip()).isEqualTo(taken.text().strip());
    }

    @Test
    void whatIsNoBackupIsRefusedAndNothingIsWritten() throws Exception {
        Path file = directory.resolve("no.backup");
        Files.writeString(file, "not a backup at all");
        Path data = directory.resolve("data");
        BadStartTest.requireRefused(
                leader(data, "--restore", file.toString()), ExitCode.BAD_DATA, file + " is not an intact backup");
        BadStartTest.requireRefused(
                leader(data, "--restore", directory.resolve("none").toString()), ExitCode.BAD_DATA, "there is no file");
        assertThat(data).doesNotExist();
        ClientProgram.Result info = ClientProgram.run("", "admin", "backup-info", file.toString());
        assertThat(info.exitCode()).isEqualTo(ExitCode.BAD_DATA);
    }

    @Test
    void aDirectoryThatIsNotEmptyIsRefused() throws Exception {
        Path data = Files.createDirectories(directory.resolve("used"));
        Files.writeString(data.resolve("anything"), "");
        BadStartTest.requireRefused(
                leader(data, "--restore", directory.resolve("any").toString()),
                ExitCode.CONFIGURATION,
                data + " is not empty");
    }

    private RunningProcess leader(Path data, String... flags) {
        List<String> arguments = new ArrayList<>(List.of(
                "--port", Integer.toString(FreePorts.one()),
                "--peer-port", Integer.toString(FreePorts.one()),
                "--data", data.toString()));
        arguments.addAll(Arrays.asList(flags));
        return RunningProcess.start("restored", directory, Map.of(), Jars.leader(arguments.toArray(String[]::new)));
    }

    /** Three servers, the first of which is restored. */
    private final class NewCluster implements AutoCloseable {
        private final List<RunningProcess> servers = new ArrayList<>();
        private final int[] ports = {FreePorts.one(), FreePorts.one(), FreePorts.one()};

        NewCluster(Path file) throws Exception {
            try {
                start(Jars.leader(flags(1, "--restore", file.toString())), "READY server=4 ");
                start(Jars.follower(flags(2, "--leader", "127.0.0.1:" + port(1))), "READY server=5 ");
                start(Jars.follower(flags(3, "--leader", "127.0.0.1:" + port(1))), "READY server=6 ");
                try (LineClient client = new LineClient(port(3))) {
                    RealCluster.await(
                            "three vote", () -> client.ask("NODES").line().contains("voters=3"));
                }
            } catch (Exception | Error e) {
                close();
                throw e;
            }
        }

        private void start(List<String> command, String ready) throws InterruptedException {
            RunningProcess process = RunningProcess.start(ready.strip(), directory, Map.of(), command);
            servers.add(process);
            process.await(ready, line -> line.startsWith(ready));
        }

        private String[] flags(int number, String... more) {
            List<String> flags = new ArrayList<>(List.of(
                    "--port", Integer.toString(port(number)),
                    "--peer-port", Integer.toString(FreePorts.one()),
                    "--data", directory.resolve("new-" + number).toString()));
            flags.addAll(Arrays.asList(more));
            return flags.toArray(String[]::new);
        }

        int port(int number) {
            return ports[number - 1];
        }

        @Override
        public void close() {
            servers.forEach(RunningProcess::close);
        }
    }
}
