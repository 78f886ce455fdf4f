package io.lockstep.common.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One end's certificate and key, and whom it trusts: read from files and found to fit together. Immutable. */
public final class TlsIdentity {

    static final String PROTOCOL = "TLSv1.3";

    private static final int SESSIONS_MAX = 1_000;

    private final SSLContext context;
    private final @Nullable X509Certificate own;
    private final String authority;

    private TlsIdentity(SSLContext context, @Nullable X509Certificate own, String authority) {
        this.context = context;
        this.own = own;
        this.authority = authority;
    }

    /**
     * Reads the files and checks that they fit together: the key belongs to the certificate, the certificate is valid
     * now and chains to the authority. Blocks.
     */
    public static TlsIdentity read(TlsFiles files) throws TlsFileException {
        try {
            List<X509Certificate> authorities =
                    files.authority() == null ? List.of() : new PemFile(files.authority()).certificates();
            KeyStore keys = emptyStore();
            X509Certificate own = null;
            if (files.certificate() != null && files.key() != null) {
                List<X509Certificate> chain = new PemFile(files.certificate()).certificates();
                own = chain.get(0);
                PrivateKey key = new PemFile(files.key()).privateKey(own.getPublicKey());
                checkKey(files, own, key);
                checkValidity(files.certificate(), own);
                if (files.authority() != null) {
                    checkChain(files.certificate(), chain, files.authority(), authorities);
                }
                keys.setKeyEntry("own", key, new char[0], chain.toArray(X509Certificate[]::new));
            }
            String authority =
                    files.authority() == null ? "" : files.authority().toString();
            return new TlsIdentity(context(keys, authorities), own, authority);
        } catch (GeneralSecurityException | IOException unexpected) {
            throw new TlsFileException("the certificates cannot be used: " + unexpected.getMessage(), unexpected);
        }
    }

    private static void checkKey(TlsFiles files, X509Certificate own, PrivateKey key)
            throws TlsFileException, GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default ->
                throw new TlsFileException("the key in " + files.key() + " is of the kind " + key.getAlgorithm()
                        + "; make one of the kind RSA or EC");
        };
        byte[] text = algorithm.getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(own.getPublicKey());
        checking.update(text);
        if (!checking.verify(signing.sign())) {
            throw new TlsFileException("the key in " + files.key() + " does not belong to the certificate in "
                    + files.certificate() + ": give the two files that were made together");
        }
    }

    private static void checkValidity(Path file, X509Certificate own) throws TlsFileException {
        try {
            own.checkValidity();
        } catch (CertificateExpiredException expired) {
            throw new TlsFileException(
                    "the certificate in " + file + " has expired at "
                            + own.getNotAfter().toInstant() + ": renew it",
                    expired);
        } catch (CertificateNotYetValidException early) {
            throw new TlsFileException(
                    "the certificate in " + file + " is valid only from "
                            + own.getNotBefore().toInstant() + ": check the clock of this machine",
                    early);
        }
    }

    private static void checkChain(
            Path file, List<X509Certificate> chain, Path authority, List<X509Certificate> authorities)
            throws TlsFileException, GeneralSecurityException {
        Set<TrustAnchor> anchors =
                authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        List<X509Certificate> below =
                chain.stream().filter(each -> !authorities.contains(each)).toList();
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
        try {
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
        } catch (CertPathValidatorException foreign) {
            throw new TlsFileException(
                    "the certificate in " + file + " does not chain to the CA in " + authority + ": "
                            + foreign.getMessage(),
                    foreign);
        }
    }

    private static SSLContext context(KeyStore keys, List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, new char[0]);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (authorities.isEmpty()) {
            trustManagers.init((KeyStore) null);
        } else {
            KeyStore trusted = emptyStore();
            for (X509Certificate each : authorities) {
                trusted.setCertificateEntry("ca-" + trusted.size(), each);
            }
            trustManagers.init(trusted);
        }
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        context.getServerSessionContext().setSessionCacheSize(SESSIONS_MAX);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Makes the engines and sockets of this identity. */
    public SSLContext context() {
        return context;
    }

    /** The subject of this end's certificate, as in RFC 2253; empty if it has none. */
    public Optional<String> subject() {
        return Optional.ofNullable(own).map(TlsIdentity::subjectOf);
    }

    /** When this end's certificate expires; empty if it has none. */
    public Optional<Instant> expires() {
        return Optional.ofNullable(own).map(each -> each.getNotAfter().toInstant());
    }

    /** The file of the CA, for messages; empty if the JDK says whom to trust. */
    String authority() {
        return authority;
    }

    /** The subject of a certificate, as in RFC 2253. */
    public static String subjectOf(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
