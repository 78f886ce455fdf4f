package io.lockstep.follower.server;

import io.lockstep.common.tls.TlsFileException;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.follower.tls.Encryption;
import io.lockstep.follower.tls.ServerTls;
import io.lockstep.program.ExitCode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for TLS at the ports of a server. All three belong together. */
final class EncryptionOptions {

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "Speak TLS 1.3 at all ports, with the certificate in this PEM file. Other servers dial this"
                    + " server by a name or address that it must have. It is read anew when it changes, and on HUP.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The key of that certificate: PEM, PKCS#8, not encrypted.")
    private @Nullable Path key;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description = "The CA, in a PEM file, that signs the certificates of all servers, and of clients that show"
                    + " one.")
    private @Nullable Path authority;

    /** Whether any of them is given. */
    boolean given() {
        return Stream.of(certificate, key, authority).anyMatch(Objects::nonNull);
    }

    /** The first error in them; empty if there is none. */
    String flaw() {
        boolean whole = Stream.of(certificate, key, authority).allMatch(Objects::nonNull);
        return !given() || whole ? "" : "--tls-cert, --tls-key and --tls-ca belong together: give all three, or none";
    }

    /** Reads the files, if they are given, and again whenever they change. Blocks. */
    Encryption open() throws ServerStartException {
        if (!given()) {
            return Encryption.NONE;
        }
        try {
            return ServerTls.open(new TlsFiles(certificate, key, authority));
        } catch (TlsFileException flaw) {
            throw new ServerStartException(ExitCode.CONFIGURATION, String.valueOf(flaw.getMessage()));
        }
    }
}
