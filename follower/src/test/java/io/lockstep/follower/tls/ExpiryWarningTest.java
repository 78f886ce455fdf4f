package io.lockstep.follower.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.tls.TestAuthority;
import io.lockstep.common.tls.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From two weeks before its end on, a server warns once a day that its certificate expires. */
class ExpiryWarningTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private Instant now = Instant.now();

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    };

    private TestAuthority authority;
    private TlsFiles files;
    private Instant expires;
    private CertificateReload reload;

    @BeforeEach
    void read() throws Exception {
        authority = new TestAuthority(directory, "trial");
        files = authority.server("first");
        reload = new CertificateReload(files, clock);
        expires = reload.identity().expires().orElseThrow();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveBackStandardError() {
        System.setErr(standardError);
    }

    /** Looks at the files, which are as they were at the last look; returns how many warnings that gives. */
    private long warnings() {
        logged.reset();
        reload.look();
        return logged.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("WARN") && line.contains(files.certificate() + " expires at"))
                .count();
    }

    private void replaceBy(TlsFiles other) throws IOException {
        Files.copy(other.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void itWarnsOnceADayFromTwoWeeksBeforeTheEnd() {
        now = expires.minus(Duration.ofDays(14));
        assertThat(warnings()).isZero();
        now = now.plus(MOMENT);
        assertThat(warnings()).isEqualTo(1);
        assertThat(warnings()).isZero();
        now = now.plus(DAY);
        assertThat(warnings()).isZero();
        now = now.plus(MOMENT);
        assertThat(warnings()).isEqualTo(1);
        now = expires.plus(DAY);
        assertThat(warnings()).isEqualTo(1);
        assertThat(warnings()).isZero();
    }

    @Test
    void aNewCertificateThatIsValidForLongEndsTheWarnings() throws Exception {
        now = expires.minus(DAY);
        assertThat(warnings()).isEqualTo(1);
        replaceBy(authority.server("second", expires.plus(Duration.ofDays(30))));
        assertThat(warnings()).isZero();
        now = now.plus(DAY).plus(MOMENT);
        assertThat(warnings()).isZero();
        assertThat(reload.identity().subject()).contains("CN=second");
    }

    @Test
    void aNewCertificateThatExpiresSoonIsWarnedOfAtOnce() throws Exception {
        now = expires.minus(DAY);
        assertThat(warnings()).isEqualTo(1);
        replaceBy(authority.server("second", expires.plus(DAY)));
        reload.read();
        assertThat(warnings()).isEqualTo(1);
        assertThat(warnings()).isZero();
    }

    @Test
    void filesThatCannotBeUsedDoNotWarnOfTheOldOneEachTime() throws Exception {
        now = expires.minus(DAY);
        assertThat(warnings()).isEqualTo(1);
        Files.delete(files.key());
        assertThat(warnings()).isZero();
        assertThat(warnings()).isZero();
    }
}
