package io.lockstep.client.api;

import io.lockstep.common.net.Sockets;
import io.lockstep.common.tls.TlsFileException;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.common.tls.TlsSockets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 between a client and the servers. A server must show a certificate of a CA that the client trusts, for the
 * name or address under which the client dials it. Immutable.
 */
public final class ClientTls {

    private final TlsFiles files;

    private ClientTls(TlsFiles files) {
        this.files = files;
    }

    /**
     * Trusts servers whose certificates chain to a CA.
     *
     * @param authority a PEM file with the certificate of the CA; null for the CAs that the JDK trusts
     */
    public static ClientTls trusting(@Nullable Path authority) {
        return new ClientTls(new TlsFiles(null, null, authority));
    }

    /**
     * The same, and shows the servers a certificate of this client.
     *
     * @param certificate a PEM file
     * @param key its private key: a PEM file, PKCS#8, not encrypted
     */
    public ClientTls showing(Path certificate, Path key) {
        return new ClientTls(new TlsFiles(certificate, key, files.authority()));
    }

    /** Reads the files. Blocks. Throws {@link IllegalArgumentException} if they cannot be used. */
    Sockets sockets() {
        try {
            return TlsSockets.toDial(TlsIdentity.read(files));
        } catch (TlsFileException flaw) {
            throw new IllegalArgumentException(flaw.getMessage(), flaw);
        }
    }
}
