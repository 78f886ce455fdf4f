package io.lockstep.common.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of one end.
 *
 * @param certificate this end's certificate, then those of the CAs between it and {@code authority}; null for an end
 *     that shows none
 * @param key the private key of the certificate, PKCS#8, not encrypted; null exactly if there is no certificate
 * @param authority the certificates that others' certificates must chain to; null for those that the JDK trusts
 */
public record TlsFiles(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authority) {

    /** Throws {@link IllegalArgumentException} if only one of certificate and key is there. */
    public TlsFiles {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("a certificate and its key belong together: give both files, or none");
        }
    }

    /** The files that are given. */
    public List<Path> all() {
        return Stream.of(certificate, key, authority).filter(Objects::nonNull).toList();
    }
}
