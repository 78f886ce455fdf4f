package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.FeatureLevel;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the first version of each feature level wrote to its disk: a data directory with a snapshot and a log, and a
 * backup. Every later version goes on with it. These files never change.
 */
class FormerDataTest {

    private static final Path FORMER = Path.of("src", "test", "resources", "data");

    /** An identity names the address for servers, so the data needs the one that it was made with. */
    private static final List<String> ADDRESS = List.of("--host", "127.91.7.3", "--peer-port", "9100");

    private static final String KEYED = "LOCK keyed key=secret lease=168h";

    @TempDir
    private Path directory;

    private final int port = FreePorts.one();

    @Test
    void aServerGoesOnWithTheDataOfEachLevel() throws Exception {
        for (int level = FeatureLevel.FIRST; level <= FeatureLevel.highest(); level++) {
            Path file = FORMER.resolve("level-" + level + ".zip");
            if (!Files.exists(file)) {
                make(file);
                throw new AssertionError(file + " was not there, and is there now: commit it with the new level");
            }
            Path former = directory.resolve("level-" + level);
            unpack(file, former);
            try (RunningProcess server = leader("--data", former.resolve("data").toString());
                    LineClient client = ready(server)) {
                assertThat(client.ask("INFO").fact("feature_level")).isEqualTo("" + FeatureLevel.highest());
                requireAsItWas(client, Files.readString(former.resolve("session")));
            }
            try (RunningProcess server = leader(
                            "--data", directory.resolve("restored-" + level).toString(),
                            "--restore", former.resolve("backup").toString());
                    LineClient client = ready(server)) {
                assertThat(client.ask("STATUS before").option("state")).isEqualTo("held");
            }
        }
    }

    private static void requireAsItWas(LineClient client, String session) throws IOException {
        assertThat(client.ask("HELLO " + session).ok()).isTrue();
        LineClient.Answer held = client.ask("STATUS held");
        assertThat(held.option("label")).isEqualTo("anna");
        assertThat(client.ask("RELEASE held token=" + held.option("token")).ok())
                .isTrue();
        // The same key has the same grant, from the snapshot and from the log.
        String token = client.ask("STATUS keyed").option("token");
        assertThat(client.ask(KEYED).option("token")).isEqualTo(token);
        assertThat(client.ask("STATUS before").option("state")).isEqualTo("held");
        assertThat(client.ask("HISTORY released").rows()).hasSize(1);
        assertThat(client.ask("AUDIT").rows().toString()).contains("restored from a backup", "for the test");
        assertThat(client.ask("USER LIST").line()).startsWith("OK USER");
    }

    /** The first half of the data is in the snapshot that a restored cluster begins with, the second in its log. */
    private void make(Path file) throws Exception {
        Path backup = directory.resolve("backup");
        String founded = directory.resolve("founded").toString();
        try (RunningProcess server = leader("--data", founded, "--locks-per-client", "0");
                LineClient client = ready(server)) {
            require(client, "LOCK before key=secret lease=168h");
            require(client, "LOCK released");
            require(client, "RELEASE released");
            String address = "127.91.7.3:" + port;
            ClientProgram.Result taken =
                    ClientProgram.run("", "--server", address, "admin", "backup", backup.toString());
            assertThat(taken.exitCode()).as(taken.text()).isZero();
        }
        Path data = directory.resolve("data");
        String session;
        try (RunningProcess server = leader("--data", data.toString(), "--restore", backup.toString());
                LineClient client = ready(server)) {
            LineClient.Answer hello = require(client, "HELLO client=anna ttl=1h");
            session = "session=" + hello.option("session") + " key=" + hello.option("key");
            require(client, "LOCK held");
            require(client, KEYED);
            String broken = require(client, "LOCK broken").option("token");
            require(client, "FORCE broken token=" + broken + " reason=\"for the test\"");
            server.terminate();
            server.awaitExit();
        }
        Files.createDirectories(FORMER);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            pack(zip, "session", session.getBytes(StandardCharsets.UTF_8));
            pack(zip, "backup", Files.readAllBytes(backup));
            try (Stream<Path> tree = Files.walk(data)) {
                for (Path each : tree.filter(Files::isRegularFile).sorted().toList()) {
                    pack(zip, "data/" + data.relativize(each), Files.readAllBytes(each));
                }
            }
        }
    }

    private static LineClient.Answer require(LineClient client, String line) throws IOException {
        LineClient.Answer answer = client.ask(line);
        assertThat(answer.ok()).as(answer.line()).isTrue();
        return answer;
    }

    private static void pack(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static void unpack(Path file, Path into) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path to = into.resolve(entry.getName());
                Files.createDirectories(to.getParent());
                try (OutputStream out = Files.newOutputStream(to)) {
                    zip.transferTo(out);
                }
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private RunningProcess leader(String... flags) {
        List<String> all = new ArrayList<>(ADDRESS);
        all.addAll(List.of("--port", Integer.toString(port)));
        all.addAll(List.of(flags));
        return RunningProcess.start("leader", directory, Map.of(), Jars.leader(all.toArray(String[]::new)));
    }

    private LineClient ready(RunningProcess server) throws InterruptedException, IOException {
        server.await("READY", line -> line.startsWith("READY server="));
        LineClient client = new LineClient(new InetSocketAddress("127.91.7.3", port), 10_000);
        RealCluster.await(
                "it leads, and has its number",
                () -> client.ask("NODES").rows().stream().anyMatch(row -> row.option("version") != null)
                        && client.ask("STATUS any read=sync").ok());
        return client;
    }
}
