package io.lockstep.follower.tls;

import io.lockstep.common.tls.TlsFileException;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads certificates anew when their files have changed. Files that do not fit together leave the identity as it is,
 * with one warning. Also warns once a day of a certificate that expires soon. Any thread.
 */
final class CertificateReload {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

    private static final Duration WARN_BEFORE = Duration.ofDays(14);
    private static final Duration WARN_EVERY = Duration.ofDays(1);

    private final TlsFiles files;
    private final Clock clock;
    private volatile TlsIdentity identity;

    /** What the files held when they were looked at, and when they were last read as an identity. */
    private List<ByteBuffer> seen;

    private List<ByteBuffer> tried;
    private Instant warned = Instant.MIN;

    /** Reads the files for the first time. Blocks. */
    CertificateReload(TlsFiles files, Clock clock) throws TlsFileException {
        this.files = files;
        this.clock = clock;
        this.seen = contents();
        this.tried = seen;
        this.identity = TlsIdentity.read(files);
    }

    /** The newest identity that was found good. */
    TlsIdentity identity() {
        return identity;
    }

    /**
     * Looks at the files. Reads them if they have changed and then stayed as they are until the next look: they are
     * replaced one after the other. Blocks.
     */
    synchronized void look() {
        List<ByteBuffer> now = contents();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(tried)) {
            read();
        }
        warnOfExpiry();
    }

    /** Reads the files at once. Blocks. */
    synchronized void read() {
        tried = contents();
        seen = tried;
        try {
            identity = TlsIdentity.read(files);
            warned = Instant.MIN;
            LOG.info(
                    "New certificates for new connections: {}, expires {}",
                    identity.subject().orElse(""),
                    identity.expires().map(Instant::toString).orElse(""));
        } catch (TlsFileException flaw) {
            LOG.warn("The certificates stay as they are, since the new files cannot be used: {}", flaw.getMessage());
        }
    }

    private void warnOfExpiry() {
        Instant now = clock.instant();
        Instant expires = identity.expires().orElse(Instant.MAX);
        boolean soon = now.isAfter(expires.minus(WARN_BEFORE));
        if (soon && (warned.equals(Instant.MIN) || now.isAfter(warned.plus(WARN_EVERY)))) {
            warned = now;
            LOG.warn(
                    "The certificate in {} expires at {}: renew it; the server reads the new file by itself",
                    files.certificate(),
                    expires);
        }
    }

    private List<ByteBuffer> contents() {
        List<ByteBuffer> contents = new ArrayList<>();
        for (Path file : files.all()) {
            contents.add(content(file));
        }
        return contents;
    }

    /** A file that cannot be read now counts as empty; reading it as an identity tells why. */
    private static ByteBuffer content(Path file) {
        try {
            return ByteBuffer.wrap(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            return ByteBuffer.allocate(0);
        }
    }
}
