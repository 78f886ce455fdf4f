package io.lockstep.client.command;

import io.lockstep.client.process.NativePath;
import io.lockstep.common.tls.TlsFileException;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.program.Environment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options for TLS, each with a variable of the environment for the case that it is not given. */
final class TlsOptions {

    @Option(
            names = "--tls",
            scope = ScopeType.INHERIT,
            description = "Speak TLS 1.3 with the servers, and trust the CAs that the JDK trusts. --tls-ca implies it.")
    boolean on;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Speak TLS, and trust servers whose certificates chain to the CA in this PEM file. Default:"
                    + " LOCKSTEP_TLS_CA.")
    @Nullable
    Path authority;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Certificate of this client to show to servers, a PEM file. Default: LOCKSTEP_TLS_CERT.")
    @Nullable
    Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The key of that certificate: PEM, PKCS#8, not encrypted. Default: LOCKSTEP_TLS_KEY.")
    @Nullable
    Path key;

    private @Nullable TlsIdentity read;

    /** What these options say; null without TLS. Reads the files once. Throws as {@link Options#tls} says. */
    @Nullable
    TlsIdentity identity(Environment environment) {
        Path ca = given(authority, "LOCKSTEP_TLS_CA", environment);
        if (!on && ca == null) {
            if (certificate != null || key != null) {
                throw new IllegalArgumentException("--tls-cert and --tls-key need --tls-ca or --tls");
            }
            return null;
        }
        TlsIdentity identity = read;
        if (identity == null) {
            Path shown = given(certificate, "LOCKSTEP_TLS_CERT", environment);
            Path shownKey = given(key, "LOCKSTEP_TLS_KEY", environment);
            identity = read(new TlsFiles(shown, shownKey, ca));
            read = identity;
        }
        return identity;
    }

    private static TlsIdentity read(TlsFiles files) {
        try {
            return TlsIdentity.read(files);
        } catch (TlsFileException flaw) {
            throw new IllegalArgumentException(flaw.getMessage(), flaw);
        }
    }

    private static @Nullable Path given(@Nullable Path option, String variable, Environment environment) {
        if (option != null) {
            return option;
        }
        String value = environment.variable(variable, "");
        return value.isEmpty() ? null : NativePath.of(value);
    }
}
