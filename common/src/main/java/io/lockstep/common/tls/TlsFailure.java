package io.lockstep.common.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a failure of TLS means, as a clause for the user about the other end. */
public final class TlsFailure {

    private static final int CAUSES_MAX = 10;

    private TlsFailure() {}

    /**
     * The failure to throw instead. An end that closed or reset the connection stays that.
     *
     * @param host that was dialled; null for an end that dialled
     * @param own the identity of this end
     */
    public static IOException of(SSLException failure, @Nullable String host, TlsIdentity own) {
        Optional<SocketException> broken = cause(failure, SocketException.class);
        if (broken.isPresent()) {
            return broken.get();
        }
        if (cause(failure, EOFException.class).isPresent() || text(failure).contains("terminated the handshake")) {
            return new EOFException("the other end closed the connection during the TLS handshake");
        }
        return new IOException(clause(failure, host, own), failure);
    }

    private static String clause(SSLException failure, @Nullable String host, TlsIdentity own) {
        String text = text(failure);
        if (text.contains("Unsupported or unrecognized SSL message") || text.contains("plaintext connection")) {
            return "it does not speak TLS";
        }
        if (text.contains("protocol_version") || text.contains("not available on")) {
            return "it does not speak TLS 1.3";
        }
        if (text.contains("Empty client certificate chain")) {
            return "it shows no certificate";
        }
        if (text.contains("Received fatal alert")) {
            if (text.contains("certificate") && own.subject().isEmpty()) {
                return "it wants to see a certificate, and none was given";
            }
            return "it refuses the connection, perhaps the certificate it was shown (" + text + ")";
        }
        if (cause(failure, CertificateExpiredException.class).isPresent()) {
            return "its certificate has expired";
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return "its certificate is not valid yet; check the clocks";
        }
        if (cause(failure, CertPathBuilderException.class).isPresent()
                || cause(failure, CertPathValidatorException.class).isPresent()) {
            return "its certificate is not signed by "
                    + (own.authority().isEmpty() ? "a CA that this JDK trusts" : "the CA in " + own.authority());
        }
        if (host != null && cause(failure, CertificateException.class).isPresent()) {
            return "its certificate is not for " + host + " (" + text + ")";
        }
        return text;
    }

    private static String text(SSLException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        Throwable each = failure;
        for (int i = 0; each != null && i < CAUSES_MAX; i++) {
            if (kind.isInstance(each)) {
                return Optional.of(kind.cast(each));
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}
