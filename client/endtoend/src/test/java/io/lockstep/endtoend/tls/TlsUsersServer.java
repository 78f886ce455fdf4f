package io.lockstep.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.ClientTls;
import io.lockstep.client.api.LockClientSettings;
import io.lockstep.common.tls.TlsFileException;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.common.tls.TlsSockets;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One server that speaks TLS and admits users only, and its clients, each with the certificate of a name or none. */
final class TlsUsersServer implements AutoCloseable {

    private static final int CONNECT_MILLIS = 5_000;

    private final int port = FreePorts.block(1);
    private final Path certificates;
    private final Path token;
    private final RunningProcess server;

    /** @param clients the names for which there are certificates */
    TlsUsersServer(Path directory, String... clients) throws InterruptedException {
        certificates = directory.resolve("certs");
        token = directory.resolve("data").resolve("admin-token");
        List<String> names = new ArrayList<>(List.of("127.0.0.1"));
        for (String client : clients) {
            names.addAll(List.of("--client", client));
        }
        ClientProgram.Result made = TlsCluster.certs(certificates, names.toArray(String[]::new));
        assertThat(made.exitCode()).as(made.text()).isZero();
        List<String> founder = Jars.leader(
                "--port",
                "" + port,
                "--data",
                "data",
                "--users",
                "--tls-cert",
                file("server.pem"),
                "--tls-key",
                file("server-key.pem"),
                "--tls-ca",
                file("ca.pem"));
        server = RunningProcess.start("server", directory, Map.of(), founder);
        server.await("READY", line -> line.startsWith("READY"));
        RealCluster.await("the administrator is in", () -> withToken("whoami").exitCode() == 0);
    }

    String file(String name) {
        return certificates.resolve(name).toString();
    }

    int peerPort() {
        return port + 100;
    }

    /** Runs a command with the certificate of {@code name}; empty for none. */
    ClientProgram.Result client(String name, String... command) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-s", "127.0.0.1:" + port, "--tls-ca", file("ca.pem")));
        if (!name.isEmpty()) {
            arguments.addAll(List.of("--tls-cert", file(name + ".pem"), "--tls-key", file(name + "-key.pem")));
        }
        arguments.addAll(List.of(command));
        return ClientProgram.run("", arguments.toArray(String[]::new));
    }

    private ClientProgram.Result withToken(String... command) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--token-file", token.toString()));
        arguments.addAll(List.of(command));
        return client("", arguments.toArray(String[]::new));
    }

    /** Runs an administrator's command, and returns what it prints. */
    String admin(String... command) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("admin"));
        arguments.addAll(List.of(command));
        ClientProgram.Result result = withToken(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.text()).isZero();
        return result.text();
    }

    /** Connects with the certificate of {@code name}; empty for none. */
    LineClient connect(String name) throws IOException, TlsFileException {
        Path authority = certificates.resolve("ca.pem");
        return connect(
                name.isEmpty()
                        ? new TlsFiles(null, null, authority)
                        : new TlsFiles(Path.of(file(name + ".pem")), Path.of(file(name + "-key.pem")), authority));
    }

    /** Connects with these files. */
    LineClient connect(TlsFiles files) throws IOException, TlsFileException {
        Socket socket = TlsSockets.toDial(TlsIdentity.read(files)).toDial("127.0.0.1");
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
        return new LineClient(socket);
    }

    /** For the library, with the certificate of {@code name}. */
    LockClientSettings settings(String name) {
        ClientTls tls = ClientTls.trusting(certificates.resolve("ca.pem"))
                .showing(certificates.resolve(name + ".pem"), certificates.resolve(name + "-key.pem"));
        return LockClientSettings.of("127.0.0.1:" + port).withTls(tls);
    }

    /** Asks the HTTP port, as the user with the token; empty for a stranger, who may show a certificate. */
    HttpResponse<String> get(String path, String bearer, String certificate)
            throws IOException, InterruptedException, TlsFileException {
        Path authority = certificates.resolve("ca.pem");
        TlsFiles files = certificate.isEmpty()
                ? new TlsFiles(null, null, authority)
                : new TlsFiles(Path.of(file(certificate + ".pem")), Path.of(file(certificate + "-key.pem")), authority);
        HttpClient http = HttpClient.newBuilder()
                .sslContext(TlsIdentity.read(files).context())
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + (port + 200) + path));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The token of the user admin. */
    String adminToken() throws IOException {
        return Files.readString(token).strip();
    }

    @Override
    public void close() {
        server.close();
    }
}
