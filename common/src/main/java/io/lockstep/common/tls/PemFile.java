package io.lockstep.common.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file: blocks of base64, each with a label, and any text between them. */
final class PemFile {

    private static final long BYTES_MAX = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    private static final String KEY_LABEL = "PRIVATE KEY";

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(String label, String base64) {}

    /** Reads the file. Blocks. */
    PemFile(Path file) throws TlsFileException {
        this.file = file;
        Matcher found = BLOCK.matcher(text());
        while (found.find()) {
            blocks.add(new Block(found.group(1), found.group(2)));
        }
    }

    private String text() throws TlsFileException {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new TlsFileException(file + " is too large for a PEM file: it has over " + BYTES_MAX + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw new TlsFileException("there is no file " + file, missing);
        } catch (IOException unreadable) {
            throw new TlsFileException("cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /** The certificates in the file, at least one, in their order. */
    List<X509Certificate> certificates() throws TlsFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(certificate(decoded(block)));
            }
        }
        if (certificates.isEmpty()) {
            throw new TlsFileException(file + " has no certificate: it must have a PEM block BEGIN CERTIFICATE");
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] encoded) throws TlsFileException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException damaged) {
            throw new TlsFileException(file + " has a damaged certificate: " + damaged.getMessage(), damaged);
        }
    }

    /** The private key in the file, of the kind of {@code publicKey}. */
    PrivateKey privateKey(PublicKey publicKey) throws TlsFileException {
        for (Block block : blocks) {
            if (block.label.equals(KEY_LABEL)) {
                return privateKey(decoded(block), publicKey.getAlgorithm());
            }
        }
        for (Block block : blocks) {
            if (block.label.equals("ENCRYPTED " + KEY_LABEL)) {
                throw new TlsFileException("the key in " + file + " is encrypted; write one that is not, with"
                        + " openssl pkcs8 -topk8 -nocrypt, and protect the file by its permissions");
            }
            if (block.label.endsWith(KEY_LABEL)) {
                throw new TlsFileException("the key in " + file + " is a " + block.label + ", an older form; convert it"
                        + " with openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW-FILE");
            }
        }
        throw new TlsFileException(file + " has no key: it must have a PEM block BEGIN " + KEY_LABEL);
    }

    private PrivateKey privateKey(byte[] encoded, String algorithm) throws TlsFileException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException other) {
            throw new TlsFileException(
                    "the key in " + file + " is damaged, or not of the kind " + algorithm + " as the certificate",
                    other);
        }
    }

    private byte[] decoded(Block block) throws TlsFileException {
        try {
            return Base64.getMimeDecoder().decode(block.base64.strip());
        } catch (IllegalArgumentException damaged) {
            throw new TlsFileException(file + " has a damaged block " + block.label + ": it is not base64", damaged);
        }
    }
}
