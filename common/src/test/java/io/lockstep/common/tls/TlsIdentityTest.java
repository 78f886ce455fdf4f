package io.lockstep.common.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that fit together make an identity; others are refused with a sentence that names the file and the flaw. */
class TlsIdentityTest {

    @TempDir
    Path directory;

    private TestAuthority authority;
    private TlsFiles good;

    @BeforeEach
    void makeCertificates() {
        authority = new TestAuthority(directory, "trial");
        good = authority.server("server-1");
    }

    @Test
    void aCertificateWithItsKeyAndCaIsAnIdentity() throws TlsFileException {
        TlsIdentity identity = TlsIdentity.read(good);
        assertThat(identity.subject()).contains("CN=server-1");
        assertThat(identity.expires().orElseThrow())
                .isBetween(
                        Instant.now().plus(29, ChronoUnit.DAYS), Instant.now().plus(31, ChronoUnit.DAYS));
    }

    @Test
    void rsaKeysAreTakenToo() throws TlsFileException {
        Instant expires = Instant.now().plus(1, ChronoUnit.DAYS);
        TlsFiles files = authority.server("server-2", TestAuthority.rsaKeys(), expires, "localhost");
        assertThat(TlsIdentity.read(files).subject()).contains("CN=server-2");
    }

    @Test
    void textBetweenTheBlocksIsPassedOver() throws Exception {
        Path commented = directory.resolve("commented.pem");
        Files.writeString(
                commented, "Certificate:\n  Data: - not PEM -\n" + Files.readString(good.certificate()) + "tail\n");
        assertThat(TlsIdentity.read(new TlsFiles(commented, good.key(), good.authority()))
                        .subject())
                .contains("CN=server-1");
    }

    @Test
    void anEndMayShowNoCertificate() throws TlsFileException {
        assertThat(TlsIdentity.read(new TlsFiles(null, null, authority.file())).subject())
                .isEmpty();
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = directory.resolve("missing.pem");
        refused(new TlsFiles(missing, good.key(), good.authority()), "there is no file " + missing);
    }

    @Test
    void aFileWithoutACertificateIsNamed() {
        refused(new TlsFiles(good.key(), good.key(), good.authority()), good.key() + " has no certificate");
    }

    @Test
    void aDamagedCertificateIsNamed() throws IOException {
        Path damaged = written("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        refused(new TlsFiles(damaged, good.key(), good.authority()), damaged + " has a damaged certificate");
        Path cut = written("-----BEGIN CERTIFICATE-----\nMIIBA\n-----END CERTIFICATE-----\n");
        refused(new TlsFiles(cut, good.key(), good.authority()), cut + " has a damaged block CERTIFICATE");
    }

    @Test
    void anEncryptedKeyAndAnOlderFormAreExplained() throws IOException {
        Path encrypted = written(TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[8]));
        refused(new TlsFiles(good.certificate(), encrypted, good.authority()), "is encrypted; write one that is not");
        Path older = written(TestAuthority.pem("RSA PRIVATE KEY", new byte[8]));
        refused(new TlsFiles(good.certificate(), older, good.authority()), "openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        TlsFiles other = authority.server("server-2");
        refused(new TlsFiles(good.certificate(), other.key(), good.authority()), "does not belong to the certificate");
    }

    @Test
    void anExpiredCertificateIsRefused() {
        Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS);
        refused(authority.server("old", TestAuthority.ecKeys(), yesterday, "localhost"), "has expired at");
    }

    @Test
    void aCertificateOfAnotherCaIsRefused() {
        TlsFiles foreign = new TestAuthority(directory, "foreign").server("foreigner");
        refused(
                new TlsFiles(foreign.certificate(), foreign.key(), good.authority()),
                "does not chain to the CA in " + good.authority());
    }

    @Test
    void aCertificateWithoutItsKeyIsNoSet() {
        assertThatThrownBy(() -> new TlsFiles(good.certificate(), null, good.authority()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("belong together");
    }

    private Path written(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "made", ".pem"), text);
    }

    private static void refused(TlsFiles files, String because) {
        assertThatThrownBy(() -> TlsIdentity.read(files))
                .isInstanceOf(TlsFileException.class)
                .hasMessageContaining(because);
    }
}
