package io.lockstep.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.endtoend.cluster.ClientProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/certs} makes certificates that servers and clients take. */
class CertsTest {

    @TempDir
    private Path directory;

    @Test
    void theSetFitsTogetherAndItsKeysAreProtected() throws Exception {
        ClientProgram.Result made = TlsCluster.certs(directory, "--client", "anna", "host.example", "10.0.0.1", "::1");
        assertThat(made.exitCode()).as(made.text()).isZero();
        for (String name : List.of("server", "anna")) {
            Path key = directory.resolve(name + "-key.pem");
            TlsFiles files = new TlsFiles(directory.resolve(name + ".pem"), key, directory.resolve("ca.pem"));
            assertThat(TlsIdentity.read(files).subject()).contains(name.equals("anna") ? "CN=anna" : "CN=host.example");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aCertificateForOneMoreClientLeavesThatOfTheServersAlone() throws Exception {
        assertThat(TlsCluster.certs(directory, "host.example").exitCode()).isZero();
        String server = Files.readString(directory.resolve("server.pem"));
        assertThat(TlsCluster.certs(directory, "--client", "bert").exitCode()).isZero();
        assertThat(directory.resolve("server.pem")).hasContent(server);
        assertThat(directory.resolve("bert.pem")).exists();
    }

    @Test
    void aWrongCallAndAMissingOpensslAreExplained() throws Exception {
        assertThat(ClientProgram.run(List.of("scripts/certs"), Map.of(), "").exitCode())
                .isEqualTo(64);
        assertThat(TlsCluster.certs(directory, "two words").exitCode()).isEqualTo(64);
        ClientProgram.Result without = ClientProgram.run(
                List.of("/bin/sh", "scripts/certs", directory.toString()), Map.of("PATH", "/nowhere"), "");
        assertThat(without.exitCode()).isEqualTo(69);
        assertThat(without.text()).contains("openssl is not installed");
    }
}
