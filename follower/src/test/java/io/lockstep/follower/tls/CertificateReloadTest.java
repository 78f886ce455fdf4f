package io.lockstep.follower.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.tls.TestAuthority;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are read anew when their files have changed and fit together; else the old ones stay. */
class CertificateReloadTest {

    @TempDir
    Path directory;

    private TestAuthority authority;
    private TlsFiles files;
    private CertificateReload reload;

    @BeforeEach
    void read() throws Exception {
        authority = new TestAuthority(directory, "trial");
        files = authority.server("first");
        reload = new CertificateReload(files, Clock.systemUTC());
    }

    @Test
    void filesThatStayAreNotReadAgain() {
        TlsIdentity before = reload.identity();
        reload.look();
        reload.look();
        assertThat(reload.identity()).isSameAs(before);
    }

    @Test
    void newFilesAreReadOnceTheyHaveSettled() throws Exception {
        TlsFiles second = authority.server("second");
        replace(files.certificate(), second.certificate());
        reload.look();
        // Only half of the change is there, and it may go on.
        assertThat(reload.identity().subject()).contains("CN=first");
        replace(files.key(), second.key());
        reload.look();
        reload.look();
        assertThat(reload.identity().subject()).contains("CN=second");
    }

    @Test
    void filesThatDoNotFitTogetherAreRefusedUntilTheyDo() throws Exception {
        TlsFiles second = authority.server("second");
        replace(files.certificate(), second.certificate());
        reload.look();
        reload.look();
        assertThat(reload.identity().subject()).contains("CN=first");
        replace(files.key(), second.key());
        reload.look();
        reload.look();
        assertThat(reload.identity().subject()).contains("CN=second");
    }

    @Test
    void aMissingFileLeavesTheOldOne() throws Exception {
        Files.delete(files.key());
        reload.look();
        reload.look();
        assertThat(reload.identity().subject()).contains("CN=first");
    }

    @Test
    void aSignalReadsThemAtOnce() throws Exception {
        TlsFiles second = authority.server("second");
        replace(files.certificate(), second.certificate());
        replace(files.key(), second.key());
        reload.read();
        assertThat(reload.identity().subject()).contains("CN=second");
    }

    private static void replace(Path file, Path by) throws IOException {
        Files.copy(by, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
