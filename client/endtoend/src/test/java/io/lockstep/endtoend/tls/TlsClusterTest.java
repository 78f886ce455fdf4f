package io.lockstep.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.api.ClientTls;
import io.lockstep.client.api.HeldLock;
import io.lockstep.client.api.LockClient;
import io.lockstep.client.api.LockClientSettings;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.common.tls.TlsSockets;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients, servers and strangers see of a cluster that speaks TLS. */
class TlsClusterTest {

    @TempDir
    private static Path directory;

    private static TlsCluster cluster;

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = new TlsCluster(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theShellAndOneCommandWork() throws Exception {
        ClientProgram.Result shell = cluster.shell("lock Lock 1\nstatus Lock 1\nrelease Lock 1\n");
        assertThat(shell.exitCode()).as(shell.text()).isZero();
        assertThat(shell.text()).contains("granted: \"Lock 1\"", "released: \"Lock 1\"");
        assertThat(cluster.client("maps").exitCode()).isZero();
        assertThat(cluster.client("bench", "--clients", "2", "--seconds", "1").text())
                .contains("errors     none");
        ClientProgram.Result info = cluster.client("info");
        assertThat(info.text()).contains("tls_subject", "CN=", "tls_expires");
    }

    @Test
    void theEnvironmentNamesTheFilesToo() throws Exception {
        Map<String, String> environment = Map.of(
                "LOCKSTEP_SERVER", cluster.addresses,
                "LOCKSTEP_TLS_CA", cluster.file("ca.pem"),
                "LOCKSTEP_TLS_CERT", cluster.file("anna.pem"),
                "LOCKSTEP_TLS_KEY", cluster.file("anna-key.pem"));
        ClientProgram.Result run =
                ClientProgram.run(Jars.client("run", "job", "--", "echo", "only one"), environment, "");
        assertThat(run.exitCode()).as(run.text()).isZero();
        assertThat(run.text()).contains("only one");
    }

    @Test
    void aJavaProgramTakesALock() throws Exception {
        ClientTls tls = ClientTls.trusting(Path.of(cluster.file("ca.pem")))
                .showing(Path.of(cluster.file("anna.pem")), Path.of(cluster.file("anna-key.pem")));
        LockClientSettings settings = LockClientSettings.of(cluster.addresses).withTls(tls);
        try (LockClient client = LockClient.connect(settings);
                HeldLock lock = client.acquire("from Java")) {
            assertThat(lock.isValid()).isTrue();
            assertThat(cluster.client("status", "from Java").text()).contains("held: \"from Java\"");
        }
    }

    @Test
    void aClientTrustsNobodyElse() throws Exception {
        Path foreign = directory.resolve("foreign");
        TlsCluster.certs(foreign);
        String first = "127.0.0.1:" + cluster.port;
        String ca = foreign.resolve("ca.pem").toString();
        ClientProgram.Result other = ClientProgram.run("", "-s", first, "--tls-ca", ca, "--timeout", "1s", "nodes");
        assertThat(other.exitCode()).isEqualTo(69);
        assertThat(other.text()).contains("its certificate is not signed by the CA in " + ca);

        ClientProgram.Result otherName = ClientProgram.run(
                "", "-s", "localhost:" + cluster.port, "--tls-ca", cluster.file("ca.pem"), "--timeout", "1s", "nodes");
        assertThat(otherName.exitCode()).isEqualTo(69);
        assertThat(otherName.text()).contains("its certificate is not for localhost");

        ClientProgram.Result missing = ClientProgram.run("", "-s", first, "--tls-ca", "no-file.pem", "nodes");
        assertThat(missing.exitCode()).isEqualTo(78);
        assertThat(missing.text()).contains("there is no file no-file.pem");
    }

    @Test
    void aPlainClientIsTurnedAway() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), cluster.port)) {
            plain.getOutputStream().write("LOCK x\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("* BYE reason=tls");
        }
        ClientProgram.Result client =
                ClientProgram.run("", "-s", "127.0.0.1:" + cluster.port, "--timeout", "1s", "nodes");
        assertThat(client.exitCode()).as(client.text()).isEqualTo(69);
    }

    @Test
    void onlyServersGetThroughAtThePortForServers() throws Exception {
        Path ca = Path.of(cluster.file("ca.pem"));
        refusedByServers(new TlsFiles(null, null, ca));
        refusedByServers(new TlsFiles(Path.of(cluster.file("anna.pem")), Path.of(cluster.file("anna-key.pem")), ca));
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), cluster.port + 100)) {
            plain.getOutputStream().write(new byte[64]);
            plain.setSoTimeout(10_000);
            assertThat(plain.getInputStream().readNBytes(8)).hasSizeLessThan(8);
        }
    }

    private static void refusedByServers(TlsFiles files) throws Exception {
        try (Socket stranger = TlsSockets.toDial(TlsIdentity.read(files)).toDial("127.0.0.1")) {
            InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), cluster.port + 100);
            stranger.connect(peer, 5_000);
            assertThatThrownBy(() -> {
                        int first = stranger.getInputStream().read();
                        throw new IOException("read " + first);
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("it wants to see a certificate.*|read -1|Connection reset");
        }
    }

    @Test
    void newCertificatesAreTakenWithoutARestart() throws Exception {
        RunningProcess server = cluster.server(2);
        cluster.makeCertificates("--client", "anna", "renewed.example", "127.0.0.1");
        server.signal("HUP");
        server.await("its reading", line -> line.contains("New certificates for new connections: CN=renewed.example"));
        ClientProgram.Result info = ClientProgram.run(
                "", "-s", "127.0.0.1:" + (cluster.port + 2), "--tls-ca", cluster.file("ca.pem"), "info");
        assertThat(info.text()).contains("CN=renewed.example");
    }

    @Test
    void filesThatCannotBeUsedEndTheStart() throws Exception {
        try (RunningProcess lone = cluster.start(Jars.leader("--data", "lone", "--tls-cert", "x.pem"))) {
            assertThat(lone.awaitExit()).isEqualTo(64);
            assertThat(lone.text()).contains("--tls-cert, --tls-key and --tls-ca belong together");
        }
        String[] swapped = cluster.tlsFlags();
        swapped[3] = cluster.file("anna-key.pem");
        String[] flags = {"--data", "lone", swapped[0], swapped[1], swapped[2], swapped[3], swapped[4], swapped[5]};
        try (RunningProcess lone = cluster.start(Jars.leader(flags))) {
            assertThat(lone.awaitExit()).isEqualTo(78);
            assertThat(lone.text()).contains("does not belong to the certificate");
        }
        assertThat(directory.resolve("lone")).doesNotExist();
    }
}
