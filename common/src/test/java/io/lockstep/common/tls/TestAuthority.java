package io.lockstep.common.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A CA for tests. It signs certificates and writes them as PEM files. */
public final class TestAuthority {

    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_PURPOSE = "1.3.6.1.5.5.7.3.2";
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.objectId("1.2.840.10045.4.3.2"));
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Path directory;
    private final String name;
    private final KeyPair keys = ecKeys();
    private final Path file;

    /** Writes the CA's own certificate to {@code NAME-ca.pem}. */
    public TestAuthority(Path directory, String name) {
        this.directory = directory;
        this.name = name;
        byte[] isAuthority = extension("2.5.29.19", true, Der.sequence(Der.isTrue()));
        byte[] own = certificate(name, keys, Instant.now().plus(30, ChronoUnit.DAYS), isAuthority);
        this.file = write(name + "-ca.pem", pem("CERTIFICATE", own));
    }

    public Path file() {
        return file;
    }

    /** A certificate of a server for 127.0.0.1 and localhost, valid for 30 days, with its key. */
    public TlsFiles server(String subject) {
        return server(subject, Instant.now().plus(30, ChronoUnit.DAYS));
    }

    /** The same, valid until then. */
    public TlsFiles server(String subject, Instant expires) {
        return server(subject, ecKeys(), expires, "localhost", "127.0.0.1");
    }

    public TlsFiles server(String subject, KeyPair own, Instant expires, String... names) {
        return files(
                subject,
                own,
                certificate(subject, own, expires, purposes(SERVER_PURPOSE, CLIENT_PURPOSE), names(names)));
    }

    /** A certificate of a client, valid for 30 days, with its key. */
    public TlsFiles client(String subject) {
        KeyPair own = ecKeys();
        Instant expires = Instant.now().plus(30, ChronoUnit.DAYS);
        return files(subject, own, certificate(subject, own, expires, purposes(CLIENT_PURPOSE)));
    }

    private TlsFiles files(String subject, KeyPair own, byte[] certificate) {
        return new TlsFiles(
                write(subject + ".pem", pem("CERTIFICATE", certificate)),
                write(subject + "-key.pem", pem("PRIVATE KEY", own.getPrivate().getEncoded())),
                file);
    }

    private byte[] certificate(String subject, KeyPair own, Instant expires, byte[]... extensions) {
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(2)),
                Der.integer(SERIAL.getAndIncrement()),
                ECDSA_WITH_SHA256,
                commonName(name),
                Der.sequence(Der.time(Instant.now().minus(90, ChronoUnit.DAYS)), Der.time(expires)),
                commonName(subject),
                own.getPublic().getEncoded(),
                Der.tagged(0xa3, Der.sequence(extensions)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            return Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static byte[] commonName(String value) {
        return Der.sequence(Der.setOf(Der.sequence(Der.objectId("2.5.4.3"), Der.text(value))));
    }

    private static byte[] extension(String id, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.objectId(id), Der.isTrue(), Der.octets(value))
                : Der.sequence(Der.objectId(id), Der.octets(value));
    }

    private static byte[] purposes(String... ids) {
        List<byte[]> purposes = new ArrayList<>();
        for (String id : ids) {
            purposes.add(Der.objectId(id));
        }
        return extension("2.5.29.37", false, Der.sequence(purposes.toArray(byte[][]::new)));
    }

    private static byte[] names(String... names) {
        List<byte[]> encoded = new ArrayList<>();
        for (String each : names) {
            boolean isAddress = each.matches("[0-9.]+|.*:.*");
            encoded.add(isAddress ? Der.tagged(0x87, address(each)) : Der.tagged(0x82, ascii(each)));
        }
        return extension("2.5.29.17", false, Der.sequence(encoded.toArray(byte[][]::new)));
    }

    private static byte[] address(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static KeyPair ecKeys() {
        return keys("EC");
    }

    static KeyPair rsaKeys() {
        return keys("RSA");
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    static String pem(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private Path write(String fileName, String text) {
        try {
            return Files.writeString(directory.resolve(fileName), text);
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
