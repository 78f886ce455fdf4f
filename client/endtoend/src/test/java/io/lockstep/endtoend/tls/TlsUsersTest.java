package io.lockstep.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.ClientTls;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockClientSettings;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with TLS and users: a client's certificate names its user, and no token is needed. */
class TlsUsersTest {

    private static final int DENIED = 77;

    @TempDir
    private Path directory;

    private final int port = FreePorts.block(1);

    private String certificate(String name) {
        return directory.resolve("certs").resolve(name).toString();
    }

    private ClientProgram.Result client(String... arguments) throws InterruptedException {
        Stream<String> usual = Stream.of("-s", "127.0.0.1:" + port, "--tls-ca", certificate("ca.pem"));
        return ClientProgram.run("", Stream.concat(usual, Stream.of(arguments)).toArray(String[]::new));
    }

    private void admin(String... command) throws InterruptedException {
        String token = directory.resolve("data").resolve("admin-token").toString();
        Stream<String> usual = Stream.of("--token-file", token, "admin");
        ClientProgram.Result result =
                client(Stream.concat(usual, Stream.of(command)).toArray(String[]::new));
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    @Test
    void aCertificateNamesAUser() throws Exception {
        ClientProgram.Result made = TlsCluster.certs(directory.resolve("certs"), "--client", "anna", "127.0.0.1");
        assertThat(made.exitCode()).as(made.text()).isZero();
        List<String> founder = Jars.leader(
                "--port",
                "" + port,
                "--data",
                "data",
                "--users",
                "--tls-cert",
                certificate("server.pem"),
                "--tls-key",
                certificate("server-key.pem"),
                "--tls-ca",
                certificate("ca.pem"));
        try (RunningProcess server = RunningProcess.start("server", directory, Map.of(), founder)) {
            server.await("READY", line -> line.startsWith("READY"));
            String[] anna = {"--tls-cert", certificate("anna.pem"), "--tls-key", certificate("anna-key.pem")};
            RealCluster.await(
                    "the administrator is in",
                    () -> client(
                                            "--token-file",
                                            directory
                                                    .resolve("data/admin-token")
                                                    .toString(),
                                            "whoami")
                                    .exitCode()
                            == 0);
            assertThat(client(anna[0], anna[1], anna[2], anna[3], "whoami").exitCode())
                    .isEqualTo(DENIED);

            admin("user", "add", "anna");
            admin("user", "subject", "anna", "CN=anna");
            admin("allow", "anna", "lock", "a/");
            ClientProgram.Result ran = client(anna[0], anna[1], anna[2], anna[3], "run", "a/1", "--", "echo", "ran");
            assertThat(ran.text()).contains("ran");
            assertThat(client(anna[0], anna[1], anna[2], anna[3], "run", "b/1", "--", "echo", "ran")
                            .exitCode())
                    .isEqualTo(DENIED);
            ClientTls tls =
                    ClientTls.trusting(Path.of(certificate("ca.pem"))).showing(Path.of(anna[1]), Path.of(anna[3]));
            try (LockClient library = LockClient.connect(
                    LockClientSettings.of("127.0.0.1:" + port).withTls(tls))) {
                assertThat(library.acquire("a/2").isValid()).isTrue();
            }
            assertThat(client("nodes").exitCode()).isEqualTo(DENIED);
        }
    }
}
