package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.api.HeldLock;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockClientSettings;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users of a real cluster: by the commands, the shell and the library, and the administrator that a founder makes. */
class UsersTest {

    private static final int DENIED = 77;

    @Test
    void twoUsersDoWhatTheirRulesAllow() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            Path root = tokenFile(cluster, "root", one(cluster, 1, null, "admin", "user", "add", "root", "--admin"));
            assertThat(one(cluster, 2, null, "list").exitCode()).isEqualTo(DENIED);
            assertThat(one(cluster, 2, null, "list").text()).contains("denied: the cluster has users");
            Path anna = tokenFile(cluster, "anna", one(cluster, 2, root, "admin", "user", "add", "anna"));
            Path bert = tokenFile(cluster, "bert", one(cluster, 3, root, "admin", "user", "add", "bert"));
            assertThat(one(cluster, 1, root, "admin", "allow", "anna", "lock", "a/")
                            .exitCode())
                    .isZero();
            assertThat(one(cluster, 1, root, "admin", "allow", "bert", "lock", "b/")
                            .exitCode())
                    .isZero();

            assertThat(one(cluster, 3, anna, "run", "a/1", "--", "echo", "ran").text())
                    .contains("ran");
            ClientProgram.Result denied = one(cluster, 1, anna, "run", "b/1", "--", "echo", "ran");
            assertThat(denied.exitCode()).isEqualTo(DENIED);
            assertThat(denied.text()).contains("denied: no rule of user anna allows this");
            assertThat(one(cluster, 1, anna, "admin", "user", "list").exitCode())
                    .isEqualTo(DENIED);
            Path wrong = Files.writeString(cluster.directory().resolve("wrong"), "wrong\n");
            assertThat(one(cluster, 1, wrong, "whoami").exitCode()).isEqualTo(DENIED);

            byShell(cluster, anna, bert);
            byLibrary(cluster, bert);

            String audit = one(cluster, 1, root, "admin", "audit").text();
            assertThat(audit)
                    .contains(
                            "user anna: allow lock \"a/\"",
                            "  refused USER, times: 1,",
                            "  refused LOCK, times: 1,",
                            "  refused AUTH,")
                    .doesNotContain(Files.readString(anna).strip());
        }
    }

    private static void byShell(RealCluster cluster, Path anna, Path bert) throws Exception {
        List<String> command = Jars.client("-i", "--server", "127.0.0.1:" + cluster.port(2));
        Map<String, String> environment = Map.of("LOCKSTEP_TOKEN_FILE", bert.toString());
        try (RunningProcess shell = RunningProcess.start("shell", cluster.directory(), environment, command)) {
            shell.awaitNext("connected: ");
            shell.type("lock b/1");
            shell.awaitNext("granted: \"b/1\"");
            shell.type("lock a/1");
            shell.awaitNext("denied: ");
            shell.type("auth " + bert);
            shell.awaitNext("done: you are user bert");
            shell.type("auth " + anna);
            shell.awaitNext("the session of this connection belongs to another user");
            shell.type("quit");
            assertThat(shell.awaitExit()).isZero();
        }
    }

    private static void byLibrary(RealCluster cluster, Path bert) throws Exception {
        LockClientSettings settings =
                LockClientSettings.of(cluster.addresses(3)).withTokenFile(bert);
        try (LockClient client = LockClient.connect(settings)) {
            try (HeldLock lock = client.acquire("b/1")) {
                assertThat(lock.isValid()).isTrue();
            }
            assertThatThrownBy(() -> client.acquire("a/1")).hasMessageContaining("no rule of user bert allows this");
        }
        char[] token = Files.readString(bert).strip().toCharArray();
        assertThat(settings.withToken(token).toString()).doesNotContain(new String(token));
    }

    @Test
    void aFounderMakesAnAdministratorAndAStartWithResetAnother() throws Exception {
        try (RealCluster cluster = RealCluster.start(0)) {
            cluster.add("--users");
            cluster.awaitReady(1);
            Path file = cluster.data(1).resolve("admin-token");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String first = Files.readString(file).strip();
            RealCluster.await("admin exists", () -> admits(cluster, 1, first));
            try (LineClient stranger = cluster.connect(1)) {
                assertThat(stranger.ask("NODES").reply().word()).isEqualTo("AUTH_REQUIRED");
            }
            cluster.add();
            cluster.awaitReady(2);
            RealCluster.await("the joiner has the users", () -> admits(cluster, 2, first));

            cluster.kill(1);
            cluster.launch(1, "--reset-admin");
            cluster.awaitReady(1);
            String second = Files.readString(file).strip();
            assertThat(second).isNotEqualTo(first);
            RealCluster.await("admin has the new token", () -> admits(cluster, 1, second));
            RealCluster.await("the old token is gone", () -> !admits(cluster, 2, first));
            assertThat(one(cluster, 1, file, "admin", "audit").text())
                    .contains("user admin: add with all rights", "user admin: reset the token, with all rights");
        }
    }

    @Test
    void aServerOfAClusterWithUsersTellsStrangersNothingBeforeItHasCaughtUp() throws Exception {
        try (RealCluster cluster = RealCluster.start(3)) {
            tokenFile(cluster, "root", one(cluster, 1, null, "admin", "user", "add", "root", "--admin"));
            RealCluster.await(
                    "all servers remember it",
                    () -> IntStream.rangeClosed(1, 3)
                            .allMatch(
                                    server -> Files.exists(cluster.data(server).resolve("users"))));
            cluster.add();
            cluster.awaitReady(4);
            assertThat(cluster.data(4).resolve("users")).exists();

            cluster.killAll();
            cluster.restart(2);
            try (LineClient stranger = cluster.connect(2)) {
                assertThat(stranger.greeting())
                        .startsWith("* LOCKSTEP 1 auth=required ")
                        .doesNotContain("cluster=");
                for (String request : List.of("INFO", "NODES", "STATUS a", "USER ADD me admin=yes")) {
                    assertThat(stranger.ask(request).reply().word()).as(request).isEqualTo("AUTH_REQUIRED");
                }
            }
        }
    }

    private static boolean admits(RealCluster cluster, int server, String token) throws IOException {
        try (LineClient client = cluster.connect(server)) {
            return client.ask("AUTH token=" + token).ok()
                    && client.ask("STATUS any").ok();
        }
    }

    private static ClientProgram.Result one(RealCluster cluster, int server, @Nullable Path token, String... command)
            throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--server", "127.0.0.1:" + cluster.port(server)));
        if (token != null) {
            arguments.addAll(List.of("--token-file", token.toString()));
        }
        arguments.addAll(List.of(command));
        return ClientProgram.run("", arguments.toArray(String[]::new));
    }

    /** Keeps the token that an answer shows in its last line. */
    private static Path tokenFile(RealCluster cluster, String user, ClientProgram.Result added) throws IOException {
        assertThat(added.exitCode()).as(added.text()).isZero();
        String[] lines = added.text().strip().split("\n");
        return Files.writeString(cluster.directory().resolve(user), lines[lines.length - 1] + "\n");
    }
}
