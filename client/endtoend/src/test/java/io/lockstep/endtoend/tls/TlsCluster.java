package io.lockstep.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Three servers that speak TLS, started as the pages say, with the certificates of {@code scripts/certs}. */
final class TlsCluster implements AutoCloseable {

    final int port = FreePorts.block(3);
    final Path certificates;
    final String addresses = "127.0.0.1:" + port + ",127.0.0.1:" + (port + 1) + ",127.0.0.1:" + (port + 2);
    private final Path directory;
    private final List<RunningProcess> servers = new ArrayList<>();

    TlsCluster(Path directory) throws InterruptedException {
        this.directory = directory;
        this.certificates = directory.resolve("certs");
        makeCertificates("--client", "anna", "127.0.0.1");
        for (int i = 0; i < 3; i++) {
            List<String> flags = new ArrayList<>(List.of("--port", "" + (port + i), "--data", "server-" + i));
            flags.addAll(List.of(tlsFlags()));
            if (i > 0) {
                flags.addAll(List.of("--leader", "127.0.0.1:" + port));
            }
            String[] all = flags.toArray(String[]::new);
            servers.add(start(i == 0 ? Jars.leader(all) : Jars.follower(all)));
            servers.get(i).await("READY", line -> line.startsWith("READY"));
        }
        RealCluster.await("three voters", () -> client("nodes").text().contains("survives the loss of 1"));
    }

    void makeCertificates(String... arguments) throws InterruptedException {
        ClientProgram.Result made = certs(certificates, arguments);
        assertThat(made.exitCode()).as(made.text()).isZero();
    }

    static ClientProgram.Result certs(Path into, String... arguments) throws InterruptedException {
        List<String> command = Stream.concat(Stream.of("scripts/certs", into.toString()), Stream.of(arguments))
                .toList();
        return ClientProgram.run(command, Map.of(), "");
    }

    String[] tlsFlags() {
        return new String[] {
            "--tls-cert", file("server.pem"), "--tls-key", file("server-key.pem"), "--tls-ca", file("ca.pem")
        };
    }

    String file(String name) {
        return certificates.resolve(name).toString();
    }

    RunningProcess server(int place) {
        return servers.get(place);
    }

    RunningProcess start(List<String> command) {
        return RunningProcess.start("server", directory, Map.of(), command);
    }

    /** Runs one command of the client program, which trusts the CA of the cluster. */
    ClientProgram.Result client(String... arguments) throws InterruptedException {
        return ClientProgram.run("", trusting(arguments));
    }

    /** Runs the shell of the client program with this input. */
    ClientProgram.Result shell(String input) throws InterruptedException {
        return ClientProgram.run(input, trusting());
    }

    private String[] trusting(String... arguments) {
        return Stream.concat(Stream.of("-s", addresses, "--tls-ca", file("ca.pem")), Stream.of(arguments))
                .toArray(String[]::new);
    }

    @Override
    public void close() {
        servers.forEach(RunningProcess::close);
    }
}
